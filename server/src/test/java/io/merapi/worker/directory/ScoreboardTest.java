// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/workerlink.md, "The scoreboard": front and worker read what the other writes. */
final class ScoreboardTest {
    private static final int SLOTS = 3;

    @TempDir
    Path directory;

    @Test
    void hasASlotOf64OctetsPerLinkAllZero() throws IOException {
        Scoreboard board = open();
        assertThat(Files.readAllBytes(board.path())).hasSize(SLOTS * 64).containsOnly(0);
        assertThat(new Words(board.path()).slots()).isEqualTo(SLOTS);
    }

    @Test
    void theFrontReadsWhatAWorkerWrites() throws IOException {
        Scoreboard board = open();
        Words worker = new Words(board.path());
        worker.start(1, 1L << 40);
        worker.served(1, 41);
        assertThat(board.started(1)).isEqualTo(1L << 40);
        assertThat(board.served(1)).isEqualTo(41);
        assertThat(board.started(0) + board.started(2) + board.served(0) + board.served(2))
                .as("other slots")
                .isZero();
    }

    @Test
    void aWorkerReadsWhatTheFrontWrites() throws IOException {
        Scoreboard board = open();
        Words worker = new Words(board.path());
        board.revoke(2, 17);
        board.abandon(2, 16);
        assertThat(worker.revoked(2)).isEqualTo(17);
        assertThat(worker.abandoned(2)).isEqualTo(16);
        assertThat(worker.revoked(1) + worker.abandoned(1)).as("another slot").isZero();
        board.revoke(2, 0);
        assertThat(worker.revoked(2)).isZero();
    }

    @Test
    void aNewWorkersSlotIsAsNew() throws IOException {
        Scoreboard board = open();
        Words worker = new Words(board.path());
        for (int slot = 0; slot < SLOTS; slot++) {
            worker.start(slot, 5);
            worker.served(slot, 5);
            board.revoke(slot, 6);
            board.abandon(slot, 5);
        }
        board.clear(1);
        assertThat(board.started(1) + board.served(1) + worker.revoked(1) + worker.abandoned(1))
                .isZero();
        assertThat(board.started(0)).isEqualTo(5);
        assertThat(worker.revoked(2)).isEqualTo(6);
    }

    @Test
    void neverTakesAFileThatIsThereAlready() throws IOException {
        Files.writeString(directory.resolve("scoreboard"), "somebody's");
        assertThatThrownBy(this::open).isInstanceOf(FileAlreadyExistsException.class);
    }

    private Scoreboard open() throws IOException {
        return new Scoreboard(directory.resolve("scoreboard"), SLOTS);
    }
}
