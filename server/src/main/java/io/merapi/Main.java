// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Invocation;
import io.merapi.config.source.Surroundings;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The command. Composes, decides nothing. */
public final class Main {
    private static final int DEFAULT_BACKLOG_LIMIT = 4096;

    private Main() {}

    /**
     * Runs the command.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) throws Exception {
        switch (Invocation.read(List.of(arguments), surroundings())) {
            case Invocation.Print print -> System.out.print(print.text());
            case Invocation.Refuse refuse -> {
                System.err.print(refuse.text());
                System.exit(Invocation.CONFIGURATION_ERROR);
            }
            case Invocation.Serve serve -> System.exit(Server.run(serve));
        }
    }

    private static Surroundings surroundings() {
        Path home = Path.of(System.getProperty("merapi.home", "")).toAbsolutePath();
        return new Surroundings(Path.of("").toAbsolutePath(), System.getenv(), home, backlogLimit());
    }

    private static int backlogLimit() {
        // one read: the kernel gives the rest of a sysctl to no second one, and Files.readString begins with one octet
        byte[] digits = new byte[16];
        try (InputStream file = new FileInputStream("/proc/sys/net/core/somaxconn")) {
            int length = Math.max(0, file.read(digits));
            return Integer.parseInt(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            // a system that does not tell: it clamps by itself
            return DEFAULT_BACKLOG_LIMIT;
        }
    }
}
