// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two named pipes between a test and an application: the application says that it has come somewhere and waits until it
 * may go on. Each side blocks until the other is there.
 */
public record Gate(Path arrivals, Path permits) {
    /** Defines {@code wait()} in an application that runs in the gate's directory. */
    public static final String PYTHON = """
            def wait():
                with open("arrivals", "w") as out:
                    out.write("x\\n")
                with open("permits") as permits:
                    permits.read()
            """;

    public static Gate in(Path directory) throws IOException, InterruptedException {
        Gate gate = new Gate(directory.resolve("arrivals"), directory.resolve("permits"));
        new ProcessBuilder("mkfifo", gate.arrivals.toString(), gate.permits.toString())
                .start()
                .waitFor();
        return gate;
    }

    /** Waits until an application has arrived. */
    public void awaitArrival() throws IOException {
        try (BufferedReader in = Files.newBufferedReader(arrivals)) {
            in.readLine();
        }
    }

    /** Lets the application that has arrived go on. */
    public void open() throws IOException {
        try (OutputStream out = Files.newOutputStream(permits)) {
            out.write('x');
        }
    }

    /** Both. */
    public void letPass() throws IOException {
        awaitArrival();
        open();
    }
}
