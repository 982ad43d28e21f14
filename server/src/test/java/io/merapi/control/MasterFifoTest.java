// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MasterFifoTest {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    private MasterFifo open(String... names) throws IOException {
        List<Path> slots = List.of(names).stream().map(directory::resolve).toList();
        return MasterFifo.open(slots, (command, origin) -> told.add(origin + " " + command), true);
    }

    private void write(String name, String letters) throws IOException {
        Files.writeString(directory.resolve(name), letters);
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "r, RELOAD",
        "R, RELOAD_BRUTALLY",
        "w, RELOAD_WORKERS",
        "W, RELOAD_WORKERS_BRUTALLY",
        "c, RELOAD_CHAIN",
        "q, STOP",
        "Q, STOP_AT_ONCE",
        "p, PAUSE",
        "s, STATISTICS",
        "P, WRITE_PIDFILE",
        "+, SCALE_UP",
        "-, SCALE_DOWN",
        "C, REST",
        "l, REOPEN_LOG",
        "L, ROTATE_LOG"
    })
    void eachLetterIsACommand(String letter, Command command) throws Exception {
        try (MasterFifo _ = open("fifo")) {
            write("fifo", letter);
            assertThat(next()).isEqualTo("master-fifo " + command);
        }
    }

    @Test
    void oneWriterAfterTheOtherIsHeardAndWhatHasNoMeaningSkipped() throws Exception {
        try (MasterFifo _ = open("fifo")) {
            write("fifo", "r\n");
            assertThat(next()).endsWith(" RELOAD");
            write("fifo", "x7c\n");
            assertThat(next()).endsWith(" RELOAD_CHAIN");
        }
    }

    @Test
    void aDigitChoosesAnother() throws Exception {
        try (MasterFifo _ = open("first", "second")) {
            assertThat(directory.resolve("second")).doesNotExist();
            write("first", "1");
            while (!Files.exists(directory.resolve("second"))) {
                Thread.onSpinWait();
            }
            write("second", "s");
            assertThat(next()).endsWith(" STATISTICS");
        }
        assertThat(directory.resolve("second")).doesNotExist();
    }

    @Test
    void itTakesThePlaceOfWhatIsThere() throws Exception {
        write("fifo", "old");
        try (MasterFifo _ = open("fifo")) {
            write("fifo", "r");
            assertThat(next()).endsWith(" RELOAD");
        }
        assertThat(directory.resolve("fifo")).doesNotExist();
    }
}
