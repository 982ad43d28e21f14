// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import io.merapi.protocol.http1.DateField;
import io.merapi.protocol.http1.HeadLimits;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.merapi.protocol.http1.ResponseEncoder;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Deciding on a response's framing and writing its head, with the clock that a server has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResponseHeadBenchmark {
    private static final byte[] FIELDS =
            "Content-Type: text/html; charset=utf-8\r\nX-Frame-Options: DENY\r\nVary: Cookie\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ResponseEncoder encoder = new ResponseEncoder(new DateField(System::currentTimeMillis));
    private final RequestHead request = decode();
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(4096);
    private long length;

    private static RequestHead decode() {
        ByteBuf in = Unpooled.wrappedBuffer(Requests.SMALL.octets());
        return Objects.requireNonNull(new RequestDecoder(new HeadLimits(1024, 1024, 10)).decode(in));
    }

    @TearDown
    public void release() {
        out.release();
    }

    @Benchmark
    public int knownLength() {
        return write("OK", length++ & 0xffff);
    }

    @Benchmark
    public int chunked() {
        return write("OK", -1);
    }

    @Benchmark
    public int unusualReason() {
        return write("Fine", length++ & 0xffff);
    }

    private int write(String reason, long contentLength) {
        ResponseFraming framing = ResponseFraming.of(request, 200, contentLength, true);
        encoder.head(out.clear(), new ResponseLines(200, reason, FIELDS, false), framing);
        return out.writerIndex();
    }
}
