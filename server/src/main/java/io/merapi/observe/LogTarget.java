// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the log's octets go. Written to by one thread, which it may block. */
public interface LogTarget {

    /** Writes some of the octets, at least one, and moves the buffer's position past them. */
    void write(ByteBuffer octets) throws IOException;

    /** Frees what the target holds. */
    void close() throws IOException;

    /** The process's standard error, which stays open. */
    static LogTarget standardError() {
        FileChannel channel = new FileOutputStream(FileDescriptor.err).getChannel();
        return new LogTarget() {
            @Override
            public void write(ByteBuffer octets) throws IOException {
                channel.write(octets);
            }

            @Override
            public void close() {
                // the descriptor is the process's, not ours
            }
        };
    }

    /**
     * A file that is appended to, and made where there is none.
     *
     * @throws IOException when it cannot be opened
     */
    static LogTarget file(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new LogTarget() {
            @Override
            public void write(ByteBuffer octets) throws IOException {
                channel.write(octets);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
