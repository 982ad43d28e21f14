// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A scoreboard as a worker sees it: the file, mapped for itself. */
final class Words {
    private static final int SLOT_WORDS = 8;
    private static final int STARTED = 0;
    private static final int REVOKED = 1;
    private static final int ABANDONED = 2;
    private static final int SERVED = 3;

    private final LongBuffer words;

    Words(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            words = channel.map(FileChannel.MapMode.READ_WRITE, 0, Files.size(file))
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int slots() {
        return words.capacity() / SLOT_WORDS;
    }

    void start(int slot, long seq) {
        words.put(slot * SLOT_WORDS + STARTED, seq);
    }

    void served(int slot, long count) {
        words.put(slot * SLOT_WORDS + SERVED, count);
    }

    long revoked(int slot) {
        return words.get(slot * SLOT_WORDS + REVOKED);
    }

    long abandoned(int slot) {
        return words.get(slot * SLOT_WORDS + ABANDONED);
    }
}
