// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogSinkTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T09:30:51.123Z"), ZoneOffset.UTC);
    private static final String STAMP = "2026-11-23 09:30:51.123 merapi: ";

    private final ScriptedTarget target = new ScriptedTarget();
    private LogSink sink = LogSink.open(target, new MessageForm(CLOCK, null));

    @AfterEach
    void close() {
        target.failWith(null);
        target.unblock();
        sink.close();
    }

    private void reopen(int bytes, Duration retry) {
        sink.close();
        sink = LogSink.open(target, new LogSink.Bounds(bytes, retry), new MessageForm(CLOCK, null));
    }

    private void offer(String line) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        sink.offer(octets, 0, octets.length);
    }

    private void put(String line) throws InterruptedException {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        sink.put(octets, 0, octets.length);
    }

    @Test
    void linesArriveInOrder() throws InterruptedException {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            put("line " + i + "\n");
            expected.append("line ").append(i).append('\n');
        }
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text()).isEqualTo(expected.toString());
    }

    @Test
    void linesOfAllThreadsArriveWhole() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String line = Integer.toString(thread).repeat(100) + "\n";
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 500; i++) {
                    offer(line);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text().lines()).hasSize(2000).allMatch(line -> line.matches("0{100}|1{100}|2{100}|3{100}"));
    }

    @Test
    void linesThatComeTogetherAreWrittenTogether() throws InterruptedException {
        target.block();
        offer("first\n");
        target.awaitAttempts(1);
        for (int i = 0; i < 100; i++) {
            offer("more\n");
        }
        target.unblock();
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.writes()).isEqualTo(2);
    }

    @Test
    void aBufferGrowsWithWhatIsToBeKept() throws InterruptedException {
        target.block();
        offer("first\n");
        target.awaitAttempts(1);
        String large = "x".repeat(300_000) + "\n";
        offer(large);
        offer(large);
        target.unblock();
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text()).isEqualTo("first\n" + large + large);
        assertThat(sink.droppedLines()).isZero();
    }

    @Test
    void whatTheTargetTakesInPartIsCompleted() throws InterruptedException {
        target.takeAtMost(3);
        offer("a line of its own\n");
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text()).isEqualTo("a line of its own\n");
    }

    @Test
    void aTargetThatTakesNothingForAWhileIsTriedAgain() throws InterruptedException {
        target.takeAtMost(0);
        offer("line\n");
        target.awaitAttempts(3);
        target.takeAtMost(100);
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text()).isEqualTo("line\n");
    }

    @Test
    void linesThatCannotWaitAreDroppedWhereThereIsNoRoomCountedAndReported() throws InterruptedException {
        reopen(100, Duration.ofSeconds(1));
        target.block();
        offer("first\n");
        target.awaitAttempts(1);
        for (int i = 0; i < 13; i++) {
            offer("123456789\n");
        }
        assertThat(sink.droppedLines()).isEqualTo(3);
        target.unblock();
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text())
                .isEqualTo("first\n" + "123456789\n".repeat(10) + STAMP
                        + "warning: log: 3 lines were dropped, for they came faster than they could be written\n");
    }

    @Test
    void linesThatMustNotBeLostWaitForRoom() throws InterruptedException {
        reopen(100, Duration.ofSeconds(1));
        target.block();
        offer("first\n");
        target.awaitAttempts(1);
        offer("x".repeat(99) + "\n");
        CountDownLatch put = new CountDownLatch(1);
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                put("second\n");
                put.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(put.getCount()).isEqualTo(1);
        target.unblock();
        assertThat(put.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text()).endsWith("x\nsecond\n");
        assertThat(sink.droppedLines()).isZero();
    }

    @Test
    void aFailingTargetIsTriedAgainAndTheLogSaysSo() throws InterruptedException {
        reopen(1000, Duration.ofMillis(1));
        target.failWith(new IOException("No space left on device"));
        offer("kept\n");
        target.awaitAttempts(3);
        target.failWith(null);
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text())
                .startsWith("kept\n" + STAMP + "warning: log: writing failed: No space left on device\n")
                .containsPattern("warning: log: written again after \\d+ failed attempts\n$");
    }

    @Test
    void nobodyWaitsForAFailingTarget() throws InterruptedException {
        reopen(100, Duration.ofMillis(1));
        target.failWith(new IOException("Broken pipe"));
        offer("first\n");
        target.awaitAttempts(2);
        for (int i = 0; i < 100; i++) {
            put("123456789\n");
        }
        assertThat(sink.droppedLines()).isPositive();
    }

    @Test
    void closingWritesWhatIsLeft() {
        offer("last\n");
        sink.close();
        assertThat(target.text()).isEqualTo("last\n");
        assertThat(target.isClosed()).isTrue();
    }

    @Test
    void closingGivesUpOnATargetThatFails() {
        target.failWith(new IOException("Broken pipe"));
        offer("lost\n");
        sink.close();
        assertThat(target.isClosed()).isTrue();
        offer("too late\n");
        assertThat(sink.droppedLines()).isEqualTo(1);
    }

    @Test
    void aFlushThatTakesTooLongSaysSo() {
        target.block();
        offer("line\n");
        assertThat(flushed(Duration.ofMillis(1))).isFalse();
    }

    private boolean flushed(Duration most) {
        try {
            return sink.flush(most);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFileIsOpenedAgain(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("site.log");
        try (LogSink log = LogSink.open(LogTarget.file(file, LogFileRules.NONE, CLOCK), new MessageForm(CLOCK, null))) {
            log.urgent("one\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(log.flush(Duration.ofSeconds(30))).isTrue();
            Files.move(file, directory.resolve("moved"));
            log.renew(LogTarget.Renewal.REOPEN);
            log.urgent("two\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(log.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(file).hasContent("two");
            log.renew(LogTarget.Renewal.ROTATE);
            log.urgent("three\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(directory.resolve("moved")).hasContent("one");
        assertThat(directory.resolve("site.log." + CLOCK.instant().getEpochSecond()))
                .hasContent("two");
        assertThat(file).hasContent("three");
    }

    @Test
    void filesAreAppendedTo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("site.log");
        Files.writeString(file, "before\n");
        try (LogSink toFile =
                LogSink.open(LogTarget.file(file, LogFileRules.NONE, CLOCK), new MessageForm(CLOCK, null))) {
            toFile.urgent("after\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).hasContent("before\nafter\n");
    }

    @Test
    void aFullDiskIsAFailureThatIsTriedAgain() throws IOException, InterruptedException {
        try (LogSink full = LogSink.open(
                LogTarget.file(Path.of("/dev/full"), LogFileRules.NONE, CLOCK), new MessageForm(CLOCK, null))) {
            full.urgent("line\n".getBytes(StandardCharsets.UTF_8));
            assertThat(full.flush(Duration.ofMillis(100))).isFalse();
        }
    }

    @Test
    void aSinkThatTakesNothingIsWaitedForOnce() throws InterruptedException {
        reopen(10, Duration.ofMinutes(1));
        target.block();
        putSoon("first\n");
        target.awaitAttempts(1);
        putSoon("123456789\n");
        putSoon("dropped\n");
        putSoon("dropped, too\n");
        assertThat(sink.droppedLines()).isEqualTo(2);
        target.unblock();
        assertThat(sink.flush(LONG)).isTrue();
        putSoon("again\n");
        assertThat(sink.flush(LONG)).isTrue();
        assertThat(target.text()).startsWith("first\n123456789\n").endsWith("again\n");
    }

    private void putSoon(String line) throws InterruptedException {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        sink.putSoon(octets, 0, octets.length);
    }

    @Test
    void theFirstFailureIsToldElsewhere() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        sink.close();
        target.failWith(new IOException("No space left on device"));
        sink = LogSink.open(target, new MessageForm(CLOCK, null), told::add);
        offer("line\n");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("writing failed: No space left on device");
        target.awaitAttempts(2);
        assertThat(told).isEmpty();
    }
}
