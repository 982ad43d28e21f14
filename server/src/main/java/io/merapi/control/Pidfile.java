// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that tells the process id: the decimal number and a line feed, as uWSGI writes it. */
public final class Pidfile {
    private final Path path;
    private final String content;

    private Pidfile(Path path, long pid) {
        this.path = path;
        this.content = pid + "\n";
    }

    /**
     * Writes the file, over one that is there.
     *
     * @throws IOException when it cannot be written
     */
    public static Pidfile write(Path path, long pid) throws IOException {
        Pidfile pidfile = new Pidfile(path, pid);
        Files.writeString(path, pidfile.content, StandardCharsets.US_ASCII);
        return pidfile;
    }

    /**
     * Removes the file, unless another process has written its own id there meanwhile.
     *
     * @throws IOException when it cannot be removed
     */
    public void remove() throws IOException {
        if (Files.exists(path)
                && Files.readString(path, StandardCharsets.ISO_8859_1).equals(content)) {
            Files.delete(path);
        }
    }
}
