// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/** Where the log's octets go. Written to by one thread, which it may block. */
public interface LogTarget {

    /** Writes some of the octets, at least one, and moves the buffer's position past them. */
    void write(ByteBuffer octets) throws IOException;

    /** What is done about a file that the log has been written to for long enough. */
    enum Renewal {
        NONE,
        /** Opened again under its name: somebody has renamed it. */
        REOPEN,
        /** Renamed, to {@code FILE.SECONDS} unless its rules name another, and opened again. */
        ROTATE
    }

    /** Goes on in another file of the same name, from the next write on; on any thread. Of no effect without a file. */
    default void renew(Renewal how) {}

    /** Frees what the target holds. */
    void close() throws IOException;

    /** The process's standard error, which stays open. */
    static LogTarget standardError() {
        return descriptor(new FileOutputStream(FileDescriptor.err).getChannel());
    }

    /** The process's standard output, which stays open. */
    static LogTarget standardOutput() {
        return descriptor(new FileOutputStream(FileDescriptor.out).getChannel());
    }

    /**
     * What the process has been given open, by its number.
     *
     * @throws IOException when it is not open
     */
    static LogTarget descriptor(int number) throws IOException {
        return descriptor(FileChannel.open(Path.of("/dev/fd/" + number), StandardOpenOption.APPEND));
    }

    private static LogTarget descriptor(FileChannel channel) {
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
     * @param rules how it is kept
     * @param clock names what is rotated
     * @throws IOException when it cannot be opened
     */
    static LogTarget file(Path path, LogFileRules rules, Clock clock) throws IOException {
        return LogFile.open(path, rules, clock);
    }
}
