// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    private FileWatch watch(Duration interval, String name, Look look) {
        FileWatch.Trigger trigger =
                new FileWatch.Trigger(directory.resolve(name), look, Command.RELOAD, "touch-reload");
        return FileWatch.start((command, origin) -> told.add(command + " " + origin), interval, List.of(trigger));
    }

    private void assertTold(String name) throws InterruptedException {
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("RELOAD touch-reload " + directory.resolve(name));
    }

    private Path touch(String name, long second) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return Files.setLastModifiedTime(file, FileTime.from(second, TimeUnit.SECONDS));
    }

    @Test
    void aTouchedFileIsNoticedInIntervals() throws Exception {
        touch("f", 1000);
        try (FileWatch _ = watch(OFTEN, "f", Look.TOUCHED)) {
            touch("f", 2000);
            assertTold("f");
            touch("f", 3000);
            assertTold("f");
        }
    }

    @Test
    void allThatIsAskedForByFilesTouchedAtOnceIsDone() throws Exception {
        touch("f", 1000);
        List<FileWatch.Trigger> triggers = List.of(
                new FileWatch.Trigger(directory.resolve("f"), Look.TOUCHED, Command.REOPEN_LOG, "touch-logreopen"),
                new FileWatch.Trigger(directory.resolve("f"), Look.TOUCHED, Command.RELOAD, "touch-reload"));
        try (FileWatch _ = FileWatch.start((command, origin) -> told.add(command.name()), OFTEN, triggers)) {
            touch("f", 2000);
            assertThat(List.of(told.take(), told.take())).containsExactlyInAnyOrder("REOPEN_LOG", "RELOAD");
        }
    }

    @Test
    void andByItsEvent() throws Exception {
        touch("f", 1000);
        try (FileWatch _ = watch(NEVER, "f", Look.TOUCHED)) {
            Files.writeString(directory.resolve("f"), "x");
            assertTold("f");
        }
    }

    @Test
    void aFileThatIsNotThereYetIsNoticedWhenItComes() throws Exception {
        try (FileWatch _ = watch(OFTEN, "later/f", Look.TOUCHED)) {
            Files.createDirectory(directory.resolve("later"));
            touch("later/f", 1000);
            assertTold("later/f");
        }
    }

    @Test
    void whatIsWrittenInADirectoryIsNoticed() throws Exception {
        Files.createDirectory(directory.resolve("d"));
        try (FileWatch _ = watch(NEVER, "d", Look.CHANGED)) {
            Files.writeString(directory.resolve("d/f"), "x");
            assertTold("d");
            Files.delete(directory.resolve("d/f"));
            assertTold("d");
        }
    }

    @Test
    void moreFilesMayBeWatchedLater() throws Exception {
        touch("g", 1000);
        try (FileWatch watch = watch(OFTEN, "f", Look.TOUCHED)) {
            watch.add(new FileWatch.Trigger(directory.resolve("g"), Look.CHANGED, Command.RELOAD, "touch-reload"));
            Files.writeString(directory.resolve("g"), "longer");
            assertTold("g");
        }
    }

    @Test
    void aFileThatGoesAndComesBackAsItWasHasNotChanged() throws Exception {
        Path file = touch("f", 1000);
        long before = Look.CHANGED.at(file);
        Path aside = Files.move(file, directory.resolve("aside"));
        assertThat(Look.CHANGED.at(file)).isEqualTo(Look.ABSENT);
        Files.move(aside, file);
        assertThat(Look.CHANGED.at(file)).isEqualTo(before);
    }
}
