// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the system calls this process beside its command line: {@code ps -e}, {@code top}, {@code pgrep}. */
public final class ProcessName {
    private static final System.Logger LOG = System.getLogger("merapi.control");

    private ProcessName() {}

    /** Sets it; the kernel keeps the first 15 octets. */
    public static void set(String name) {
        try {
            // of its first thread, which is none of Java's, and which the process is named by
            Files.writeString(Path.of("/proc/self/comm"), name, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "procname: the server is called as before: " + e.getMessage());
        }
    }
}
