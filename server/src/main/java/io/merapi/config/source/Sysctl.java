// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parameters of the kernel, below {@code /proc/sys}. */
final class Sysctl {
    private static final Path ROOT = Path.of("/proc/sys");
    private static final int MOST_BYTES = 256;

    private Sysctl() {}

    /**
     * A parameter's text, without the line feed.
     *
     * @param name such as {@code net/core/somaxconn}
     * @throws IOException where there is no such parameter
     */
    static String read(String name) throws IOException {
        // in one read, which is all that the kernel answers: Files.readString begins with a single octet and gets no
        // more
        try (InputStream parameter = Files.newInputStream(ROOT.resolve(name))) {
            return new String(parameter.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        }
    }
}
