// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.Responder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers larger than the client takes at once, from memory and from files. */
final class BackPressureTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int PART_BYTES = 10_000;
    private static final int PARTS = 1000;

    @TempDir
    private Path directory;

    /** Writes while it may, and goes on when it is told. */
    private static final class Pump implements Responder {
        private final Exchange exchange;
        private final AtomicInteger given;

        Pump(Exchange exchange, AtomicInteger given) {
            this.exchange = exchange;
            this.given = given;
            exchange.answeredBy(this);
            exchange.begin(Answers.ok(-1), Answers.octets(""), false);
            writable();
        }

        @Override
        public void writable() {
            while (exchange.isWritable() && given.get() < PARTS) {
                given.incrementAndGet();
                exchange.write(Answers.octets("x".repeat(PART_BYTES)));
            }
            if (given.get() == PARTS) {
                exchange.finish();
            }
        }

        @Override
        public void clientGone() {}

        @Override
        public void inputEnded() {}
    }

    @Test
    void holdsTheHandlerBackUntilTheClientTakesMore() {
        AtomicInteger given = new AtomicInteger();
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(exchange -> {
            started.add(exchange);
            var _ = new Pump(exchange, given);
        })) {
            RawClient client = front.connectNarrow().send(GET);
            Exchange exchange = TestFront.next(started);
            TestFront.await("the buffers are full", () -> {
                int before = given.get();
                return front.onLoop(exchange::isWritable).equals(false) && given.get() == before;
            });
            assertThat(given.get()).isLessThan(PARTS);
            assertThat(client.read().body()).hasSize(PARTS * PART_BYTES);
            assertThat(given.get()).isEqualTo(PARTS);
            assertThat(client.send(GET).read().status()).isEqualTo(200);
        }
    }

    private FileChannel file(int size) {
        try {
            Path path = Files.writeString(directory.resolve("file"), "0123456789".repeat(size / 10));
            return FileChannel.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3_000_010})
    void sendsAPartOfAFileBetweenOtherParts(long contentLength) {
        BlockingQueue<FileChannel> files = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(exchange -> {
            FileChannel file = file(5_000_000);
            files.add(file);
            exchange.begin(Answers.ok(contentLength), Answers.octets("begin"), false);
            exchange.writeFile(new FileRange(file, 1_000_005, 3_000_000));
            exchange.write(Answers.octets("final"));
            exchange.finish();
        })) {
            RawClient client = front.connect();
            for (int i = 0; i < 2; i++) {
                assertThat(client.send(GET).read().body()).isEqualTo("begin" + "5678901234".repeat(300_000) + "final");
                assertThat(TestFront.next(files).isOpen()).isFalse();
                assertThat(front.awaitOver().sentFile()).isTrue();
            }
        }
    }

    @Test
    void sendsNoMoreOfAFileThanContentLengthAllows() {
        try (TestFront front = TestFront.serving(exchange -> {
            exchange.begin(Answers.ok(7), Answers.octets(""), false);
            exchange.writeFile(new FileRange(file(100), 0, 100));
            exchange.finish();
        })) {
            RawClient client = front.connect();
            assertThat(client.send(GET).read().body()).isEqualTo("0123456");
            assertThat(client.send(GET).read().body()).isEqualTo("0123456");
        }
    }

    @Test
    void sendsNothingOfAFileInAnswerToHead() {
        BlockingQueue<FileChannel> files = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(exchange -> {
            FileChannel file = file(100);
            files.add(file);
            exchange.begin(Answers.ok(100), Answers.octets(""), false);
            exchange.writeFile(new FileRange(file, 0, 100));
            exchange.finish();
        })) {
            RawClient client = front.connect();
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read("HEAD")
                            .field("Content-Length"))
                    .isEqualTo("100");
            assertThat(TestFront.next(files).isOpen()).isFalse();
            assertThat(client.send(GET).read().body()).hasSize(100);
        }
    }

    @Test
    void endsTheConnectionWhenAFileTurnsOutShorter() {
        try (TestFront front = TestFront.serving(exchange -> {
            exchange.begin(Answers.ok(-1), Answers.octets(""), false);
            exchange.writeFile(new FileRange(file(100), 50, 100));
            exchange.finish();
        })) {
            RawClient client = front.connect().send(GET);
            assertThat(client.readToEnd()).doesNotEndWith("\r\n0\r\n\r\n");
            assertThat(front.awaitOver().isClientGone()).isTrue();
        }
    }

    @Test
    void closesTheFileOfAClientThatLeaves() {
        BlockingQueue<FileChannel> files = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(exchange -> {
            FileChannel file = file(8_000_000);
            files.add(file);
            exchange.begin(Answers.ok(8_000_000), Answers.octets(""), false);
            exchange.writeFile(new FileRange(file, 0, 8_000_000));
            exchange.finish();
        })) {
            RawClient client = front.connectNarrow().send(GET);
            FileChannel file = TestFront.next(files);
            client.readSome();
            assertThat(file.isOpen()).isTrue();
            client.reset();
            assertThat(front.awaitOver().isClientGone()).isTrue();
            TestFront.await("the file is closed", () -> !file.isOpen());
        }
    }

    @Test
    void readsAheadNoMoreThanABound() {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        byte[] much = GET.repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect();
            Thread sender = client.sendInBackground(much);
            Exchange exchange = TestFront.next(started);
            TestFront.await(
                    "the sender waits",
                    () -> sender.getState() == Thread.State.WAITING || sender.getState() == Thread.State.TIMED_WAITING);
            assertThat(started).isEmpty();
            exchange.loop().execute(() -> Answers.answer(exchange, "one"));
            assertThat(client.read().body()).isEqualTo("one");
            TestFront.next(started);
        }
    }
}
