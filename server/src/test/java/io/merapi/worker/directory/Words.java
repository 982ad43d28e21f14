// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A scoreboard as a worker sees it: the file, mapped for itself. */
public final class Words {
    private static final int SLOT_WORDS = 8;
    private static final int STARTED = 0;
    private static final int REVOKED = 1;
    private static final int ABANDONED = 2;
    private static final int SERVED = 3;

    private final LongBuffer words;

    public Words(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            words = channel.map(FileChannel.MapMode.READ_WRITE, 0, Files.size(file))
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int slots() {
        return words.capacity() / SLOT_WORDS;
    }

    public void start(int slot, long seq) {
        words.put(slot * SLOT_WORDS + STARTED, seq);
    }

    public void served(int slot, long count) {
        words.put(slot * SLOT_WORDS + SERVED, count);
    }

    public long revoked(int slot) {
        return words.get(slot * SLOT_WORDS + REVOKED);
    }

    public long abandoned(int slot) {
        return words.get(slot * SLOT_WORDS + ABANDONED);
    }
}
