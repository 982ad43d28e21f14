// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where request bodies lie that go to the disk.
 *
 * @param reader the number of the user who reads them, or {@link #SERVER}
 */
public record BodyDirectory(Path path, int reader) {
    /** Who reads them is who writes them. */
    public static final int SERVER = -1;

    /** One whose files the server and its workers, the same user, have in common. */
    public static BodyDirectory own(Path path) {
        return new BodyDirectory(path, SERVER);
    }

    /** Whether the workers are the server's user, and so may open its memory, too. */
    public boolean isOwn() {
        return reader == SERVER;
    }

    /** A new file, which nobody but its reader can open. */
    Path newFile() throws IOException {
        // read and write for the owner alone, as createTempFile has it
        Path file = Files.createTempFile(path, "body-", "");
        if (!isOwn()) {
            Files.setAttribute(file, "unix:uid", reader);
        }
        return file;
    }
}
