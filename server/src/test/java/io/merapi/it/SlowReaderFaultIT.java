// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that read their answers slowly: what they hold up, and what not. */
@Timeout(120)
final class SlowReaderFaultIT {
    @Test
    void aWorkerServesOnAfterAnswersThatWereReadSlowly() throws Exception {
        try (MerapiServer server =
                Faulty.call("--processes", "2", "--response-buffer", "16384").start()) {
            List<SocketChannel> readers = new ArrayList<>();
            for (int size = 500_000; size < 2_000_000; size += 150_000) {
                readers.add(Faulty.slowReader(server, "/big?r" + size + "&" + size));
            }
            for (SocketChannel reader : readers) {
                assertThat(Faulty.drain(reader)).isGreaterThan(500_000);
                reader.close();
            }
            assertThat(server.get("/echo?after").body()).isEqualTo("after");
        }
    }

    @Test
    void fiftyWhoReadNothingHoldUpNobody() throws Exception {
        List<SocketChannel> readers = new ArrayList<>();
        try (MerapiServer server = Faulty.call("--processes", "2").start()) {
            for (int reader = 0; reader < 50; reader++) {
                readers.add(Faulty.slowReader(server, "/" + (reader % 2 == 0 ? "big" : "file") + "?r&" + (1 << 20)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(server.get("/echo?" + i).body()).isEqualTo(Integer.toString(i));
            }
            for (SocketChannel reader : readers) {
                assertThat(Faulty.drain(reader)).isGreaterThan(1 << 20);
                reader.close();
            }
        }
    }
}
