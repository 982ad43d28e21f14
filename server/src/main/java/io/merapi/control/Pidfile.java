// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that tells the process id: the decimal number and a line feed, as uWSGI writes it.
 *
 * @param option what asks for it
 * @param phase when it is written
 */
public record Pidfile(String option, Path path, Phase phase) {

    /** Where a start has got to. */
    public enum Phase {
        BEGUN,
        /** The sockets are open. */
        LISTENING,
        /** The application is loaded: a server that does not get so far leaves its predecessor's file alone. */
        READY
    }

    /**
     * Writes the file, over one that is there.
     *
     * @return another server that runs, and that nobody will find by this file any more
     * @throws IOException when it cannot be written
     */
    public Optional<ServerProcess> write(long pid) throws IOException {
        Optional<ServerProcess> other = owner().filter(process -> process.pid() != pid);
        Files.writeString(path, content(pid), StandardCharsets.US_ASCII);
        return other;
    }

    private Optional<ServerProcess> owner() {
        try {
            return Optional.of(ServerProcess.of(path));
        } catch (IOException e) {
            // none, or left by one that was killed
            return Optional.empty();
        }
    }

    /**
     * Removes the file, unless another process has written its own id there meanwhile.
     *
     * @throws IOException when it cannot be removed
     */
    public void remove(long pid) throws IOException {
        if (Files.exists(path)
                && Files.readString(path, StandardCharsets.ISO_8859_1).equals(content(pid))) {
            Files.delete(path);
        }
    }

    private static String content(long pid) {
        return pid + "\n";
    }
}
