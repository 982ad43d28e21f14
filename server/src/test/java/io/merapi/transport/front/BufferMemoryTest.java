// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Responder;
import io.merapi.transport.LoopConnections;
import io.merapi.transport.flow.BufferMemory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BufferMemoryTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final AtomicLong used = new AtomicLong();
    private final BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();

    private static String post(int size) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size);
    }

    @Test
    void asksTheAllocatorNowAndThen() {
        BufferMemory memory = new BufferMemory(used::get, 100);
        used.set(101);
        int questions = 1;
        while (!memory.isTight()) {
            questions++;
        }
        assertThat(questions).isBetween(2, 1000);
        used.set(100);
        memory.look();
        assertThat(memory.isTight()).isFalse();
    }

    @Test
    void bodiesGoToFilesWhereBuffersRunShort() {
        try (TestFront front = TestFront.shortOfMemory(used::get, started::add)) {
            RawClient client = front.connect().send(post(10_000));
            Exchange first = TestFront.next(started);
            assertThat(first.request().body()).isInstanceOf(RequestBody.InMemory.class);
            first.loop().execute(() -> Answers.answer(first, "one"));
            assertThat(client.read().body()).isEqualTo("one");
            used.set(1);
            front.tickAfter(Duration.ZERO);
            client.send(post(10_000));
            Exchange second = TestFront.next(started);
            assertThat(second.request().body()).isInstanceOf(RequestBody.InFile.class);
            second.loop().execute(() -> Answers.answer(second, "two"));
            assertThat(client.read().body()).isEqualTo("two");
        }
    }

    /** Hears when more may be written. */
    private record Ear(BlockingQueue<String> heard) implements Responder {
        @Override
        public void writable() {
            heard.add("writable");
        }

        @Override
        public void clientGone() {}

        @Override
        public void inputEnded() {}
    }

    @Test
    void anAnswerIsTakenNoFasterThanTheClientTakesItWhereBuffersRunShort() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.shortOfMemory(used::get, started::add)) {
            used.set(1);
            front.connectNarrow().send(GET);
            Exchange exchange = TestFront.next(started);
            front.tickAfter(Duration.ZERO);
            front.onLoop(() -> {
                exchange.answeredBy(new Ear(heard));
                exchange.begin(Answers.ok(-1), Answers.octets("begin"), false);
                return true;
            });
            TestFront.await(
                    "something waits for the client",
                    () -> front.onLoop(() -> {
                        // what the turn before has written was flushed at its end
                        boolean waits = !exchange.isWritable();
                        if (waits) {
                            // in this turn, for in the next the system may have taken it
                            tellsWhenThereIsRoom(front, heard);
                        } else {
                            exchange.write(Answers.octets("x".repeat(20_000)));
                        }
                        return waits;
                    }));
        }
    }

    private void tellsWhenThereIsRoom(TestFront front, BlockingQueue<String> heard) {
        LoopConnections loop = front.front().perLoop().getFirst();
        heard.clear();
        loop.tick();
        assertThat(heard).isEmpty();
        used.set(0);
        loop.tick();
        assertThat(heard).isNotEmpty();
    }
}
