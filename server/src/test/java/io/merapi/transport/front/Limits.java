// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.protocol.http1.HeadLimits;
import io.merapi.transport.BodyLimits;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.Timeouts;
import io.merapi.transport.body.BodyDirectory;
import java.nio.file.Path;
import java.time.Duration;

/** Limits for tests: everyday ones, and some with one thing changed. */
final class Limits {
    static final int MEMORY_BYTES = 64 * 1024;
    static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(40),
            Duration.ofSeconds(5));
    private static final HeadLimits HEAD = new HeadLimits(1024, 8192, 50);

    private Limits() {}

    static HttpLimits standard() {
        return body(0, MEMORY_BYTES, true);
    }

    static HttpLimits body(long maxBytes, int memoryBytes, boolean buffered) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        return stored(new BodyLimits(maxBytes, memoryBytes, 0, BodyDirectory.own(directory), buffered));
    }

    static HttpLimits stored(BodyLimits body) {
        return new HttpLimits(HEAD, body, TIMEOUTS, 1000, 256 * 1024);
    }

    static HttpLimits timeouts(Timeouts timeouts) {
        return new HttpLimits(HEAD, standard().body(), timeouts, 1000, 256 * 1024);
    }

    static HttpLimits connections(int connections) {
        return new HttpLimits(HEAD, standard().body(), TIMEOUTS, connections, 256 * 1024);
    }
}
