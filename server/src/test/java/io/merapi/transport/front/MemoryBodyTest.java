// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.RequestBody;
import io.merapi.transport.BodyLimits;
import io.merapi.transport.LoopConnections;
import io.merapi.transport.body.BodyDirectory;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies in memory files: nobody sees the octets of another request in one, however late he looks. */
final class MemoryBodyTest {
    private static final int SIZE = 60_000;
    private static final String ONE = "1".repeat(SIZE);
    private static final String TWO = "2".repeat(SIZE);

    private final BlockingQueue<Exchange> kept = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private static String post(String target, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private TestFront front() {
        BodyLimits inMemoryFiles = new BodyLimits(0, 100, 8 * SIZE, BodyDirectory.own(directory), true);
        TestFront front = TestFront.serving(Limits.stored(inMemoryFiles), this::handle);
        RawClient client = front.connect();
        // the system call is linked when a file is first asked for
        TestFront.await(
                "there are memory files",
                () -> client.send(post("/path", ONE)).read().body().startsWith("/proc/"));
        return front;
    }

    private void handle(Exchange exchange) {
        RequestBody.InFile file = (RequestBody.InFile) exchange.request().body();
        switch (exchange.request().uri()) {
            case "/echo" -> Answers.answer(exchange, content(file));
            case "/path" -> Answers.answer(exchange, file.path().toString());
            case "/keep" -> {
                file.use().retain();
                kept.add(exchange);
            }
            case "/send" -> {
                exchange.begin(Answers.ok(file.length()), Unpooled.EMPTY_BUFFER, false);
                try {
                    exchange.writeFile(new FileRange(FileChannel.open(file.path()), 0, file.length()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                exchange.finish();
            }
            default -> Answers.answer(exchange, "taken");
        }
    }

    private static String content(RequestBody.InFile file) {
        try {
            return Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBodyReceivedInPlaceEndsWhereTheNextRequestBegins() {
        try (TestFront front = front()) {
            LoopConnections loop = front.front().perLoop().getFirst();
            long kept = front.onLoop(loop.memoryFiles()::held);
            String first = post("/echo", ONE + TWO);
            int cut = first.length() - SIZE - 7;
            RawClient client = front.connect().send(first.substring(0, cut));
            TestFront.await("it has a file", () -> front.onLoop(loop.memoryFiles()::held) > kept);
            client.send(first.substring(cut) + post("/echo", TWO));
            assertThat(client.read().body()).isEqualTo(ONE + TWO);
            assertThat(client.read().body()).isEqualTo(TWO);
        }
    }

    @Test
    void aFileThatAWorkerMayStillOpenStaysThoughTheClientLeaves() throws IOException {
        try (TestFront front = front()) {
            RawClient leaving = front.connect().send(post("/keep", ONE));
            RequestBody.InFile file =
                    (RequestBody.InFile) TestFront.next(kept).request().body();
            leaving.reset();
            TestFront.await("it has left", () -> front.front().connections() == 1);
            for (int i = 0; i < 3; i++) {
                RawClient another = front.connect().send(post("/keep", TWO));
                TestFront.next(kept);
                another.reset();
            }
            assertThat(Files.readString(file.path(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(ONE);
            file.use().release();
            front.onLoop(() -> true);
        }
    }

    @Test
    void aFileThatIsOnItsWayToAClientIsNotUsedAgain() {
        try (TestFront front = front()) {
            RawClient slow = front.connectNarrow().send(post("/send", ONE));
            TestFront.await("the kernel has taken it", () -> front.awaitOver().sentFile());
            front.connect().send(post("/take", TWO)).read();
            assertThat(slow.read().body()).isEqualTo(ONE);
        }
    }

    @Test
    void memoryIsGivenBackThoughTheLastConnectionHasClosed() {
        try (TestFront front = front()) {
            LoopConnections loop = front.front().perLoop().getFirst();
            RawClient client = front.connect();
            client.send(post("/take", ONE)).read();
            assertThat(front.onLoop(loop.memoryFiles()::held)).isPositive();
            front.closeClients();
            front.awaitConnections(0);
            front.advance(Duration.ofSeconds(6));
            TestFront.await("it is given back", () -> front.onLoop(loop.memoryFiles()::held) == 0);
        }
    }
}
