// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file that is appended to, and made where there is none. It can be opened again, for who renames it: what has been
 * asked for is done before the next write, on the thread that writes.
 */
final class LogFile implements LogTarget {
    private static final System.Logger LOG = System.getLogger("merapi.observe");

    private final Path path;
    private final Clock clock;
    private final AtomicReference<Renewal> asked = new AtomicReference<>(Renewal.NONE);
    private FileChannel channel;

    private LogFile(Path path, Clock clock, FileChannel channel) {
        this.path = path;
        this.clock = clock;
        this.channel = channel;
    }

    static LogFile open(Path path, Clock clock) throws IOException {
        return new LogFile(path, clock, append(path));
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void renew(Renewal how) {
        asked.set(how);
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
        Renewal how = asked.getAndSet(Renewal.NONE);
        if (how != Renewal.NONE) {
            renewNow(how);
        }
        channel.write(octets);
    }

    /** Where that fails, the file that is open goes on. */
    private void renewNow(Renewal how) {
        try {
            if (how == Renewal.ROTATE) {
                Files.move(
                        path,
                        path.resolveSibling(
                                path.getFileName() + "." + clock.instant().getEpochSecond()));
            }
            FileChannel next = append(path);
            channel.close();
            channel = next;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the log's file cannot be opened again: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
