// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many connections the process has file descriptors for.
 *
 * <p>A JVM that is out of descriptors cannot load a class, read the time zone or open a log, and fails in strange
 * places. So some are kept back for everything that is not a client.
 */
final class Descriptors {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";
    private static final int KEPT_BACK = 64;

    private Descriptors() {}

    /** The smaller of what is wanted and what there are descriptors for. */
    static int connections(int wanted) {
        try {
            return connections(wanted, Files.readAllLines(LIMITS));
        } catch (IOException e) {
            // a system without /proc: accepting pauses when there are none left
            return wanted;
        }
    }

    /** A sixteenth is kept back, at least 64 and at most half. */
    static int connections(int wanted, List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(ROW)) {
                String soft = line.substring(ROW.length()).strip().split("\\s+", 2)[0];
                if (soft.equals("unlimited")) {
                    return wanted;
                }
                long open = Long.parseLong(soft);
                long keptBack = Math.min(open / 2, Math.max(KEPT_BACK, open / 16));
                return (int) Math.min(wanted, open - keptBack);
            }
        }
        return wanted;
    }
}
