// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file executor is a queue here: the test says when it runs. */
final class BodyFileTest {
    @TempDir
    private Path directory;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();

    private BodyFile file(Path in) {
        return new BodyFile(
                BodyDirectory.own(in), ImmediateEventExecutor.INSTANCE, tasks::add, () -> told.add("progressed"));
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static ByteBuf piece(int size, char octet) {
        return Unpooled.copiedBuffer(String.valueOf(octet).repeat(size), StandardCharsets.US_ASCII);
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void storesAllPiecesInOrder() throws IOException {
        BodyFile file = file(directory);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            int size = i % 3 == 0 ? 10_000 : 100;
            char octet = (char) ('a' + i % 26);
            file.write(piece(size, octet));
            expected.append(String.valueOf(octet).repeat(size));
        }
        assertThat(file.isStored()).isFalse();
        file.finish();
        runTasks();
        assertThat(file.isStored()).isTrue();
        assertThat(file.length()).isEqualTo(expected.length());
        assertThat(Files.readString(file.path())).isEqualTo(expected.toString());
        assertThat(told).isNotEmpty();
        file.discard(false);
        runTasks();
        assertThat(files()).isEmpty();
    }

    @Test
    void isForTheOwnersEyesOnly() throws IOException {
        BodyFile file = file(directory);
        file.write(piece(1, 'x'));
        runTasks();
        assertThat(Files.getPosixFilePermissions(files().getFirst()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        file.discard(false);
        runTasks();
    }

    @Test
    void releasesWhatItHasWritten() {
        ByteBuf large = Unpooled.buffer(100_000).writeZero(100_000);
        BodyFile file = file(directory);
        file.write(large);
        runTasks();
        assertThat(large.refCnt()).isZero();
        file.discard(false);
        runTasks();
    }

    @Test
    void isFullUntilHalfOfItIsWritten() {
        BodyFile file = file(directory);
        file.write(piece(300 * 1024, 'x'));
        assertThat(file.isFull()).isFalse();
        file.write(piece(300 * 1024, 'x'));
        assertThat(file.isFull()).isTrue();
        tasks.remove().run();
        assertThat(file.isFull()).as("300 KiB are left").isTrue();
        tasks.remove().run();
        assertThat(file.isFull()).isFalse();
        file.discard(false);
        runTasks();
    }

    @Test
    void keepsOneBatchOnTheExecutorAtATime() {
        BodyFile file = file(directory);
        for (int i = 0; i < 10; i++) {
            file.write(piece(10_000, 'x'));
        }
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(tasks).hasSize(1);
        file.discard(false);
        runTasks();
    }

    @Test
    void isDeletedAfterTheBatchThatWasRunningWhenItWasDiscarded() {
        BodyFile file = file(directory);
        ByteBuf waiting = piece(10_000, 'y');
        file.write(piece(10_000, 'x'));
        file.write(waiting);
        file.discard(false);
        assertThat(waiting.refCnt()).isZero();
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(files()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void saysWhatWentWrong() {
        BodyFile file = file(directory.resolve("missing"));
        ByteBuf piece = piece(10_000, 'x');
        file.write(piece);
        runTasks();
        assertThat(file.failure()).isInstanceOf(IOException.class);
        assertThat(file.isStored()).isFalse();
        assertThat(piece.refCnt()).isZero();
        assertThat(told).containsExactly("progressed");
        file.discard(false);
        runTasks();
    }
}
