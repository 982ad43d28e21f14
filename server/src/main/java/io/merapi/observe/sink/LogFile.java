// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file that is appended to, and made where there is none. It can be opened again, for who renames it, or renamed
 * before: what has been asked for is done before the next write, on the thread that writes. So is what its
 * {@link LogFileRules} ask for, where a line has ended.
 */
final class LogFile implements LogTarget {
    private static final System.Logger LOG = System.getLogger("merapi.observe");

    private final Path path;
    private final LogFileRules rules;
    private final Clock clock;
    private final AtomicReference<Renewal> asked = new AtomicReference<>(Renewal.NONE);
    private FileChannel channel;
    /** It is renamed when it is larger. */
    private long most;

    private boolean endsLine = true;

    private LogFile(Path path, LogFileRules rules, Clock clock) throws IOException {
        this.path = path;
        this.rules = rules;
        this.clock = clock;
        this.most = rules.mostBytes() == 0 ? Long.MAX_VALUE : rules.mostBytes();
        this.channel = open();
    }

    static LogFile open(Path path, LogFileRules rules, Clock clock) throws IOException {
        LogFile file = new LogFile(path, rules, clock);
        if (rules.truncates()) {
            file.channel.truncate(0);
        }
        return file;
    }

    private FileChannel open() throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (rules.mode() != null) {
            Files.setPosixFilePermissions(path, rules.mode());
        }
        return opened;
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
        } else if (endsLine && channel.size() > most) {
            rotateGrown();
        }
        channel.write(octets);
        endsLine = octets.position() > 0 && octets.get(octets.position() - 1) == '\n';
    }

    /**
     * Another that was renamed within the same second stays as it is. Where renaming fails this is not tried again at
     * once, for the message about it is written here, too.
     */
    private void rotateGrown() throws IOException {
        if (rules.backup() != null || !Files.exists(stamped())) {
            renewNow(Renewal.ROTATE);
            most = Math.max(rules.mostBytes(), channel.size() * 2);
        }
    }

    private Path stamped() {
        return path.resolveSibling(path.getFileName() + "." + clock.instant().getEpochSecond());
    }

    /** Where that fails, the file that is open goes on. */
    private void renewNow(Renewal how) {
        try {
            if (how == Renewal.ROTATE) {
                rename();
            }
            FileChannel next = open();
            channel.close();
            channel = next;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the log's file cannot be opened again: " + e);
        }
    }

    private void rename() throws IOException {
        if (rules.backup() == null) {
            Files.move(path, stamped());
        } else {
            Files.move(path, rules.backup(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
