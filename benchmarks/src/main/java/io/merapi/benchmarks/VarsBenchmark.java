// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import io.merapi.exchange.Vars;
import io.merapi.protocol.http1.HeadLimits;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding a request's fields as variables in the form that workers read, and appending them to a link's buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VarsBenchmark {

    @Param
    Requests request = Requests.SMALL;

    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(8192);
    private RequestHead head = decode(request);

    private static RequestHead decode(Requests request) {
        ByteBuf in = Unpooled.wrappedBuffer(request.octets());
        return Objects.requireNonNull(new RequestDecoder(new HeadLimits(8192, 8192, 100)).decode(in));
    }

    @Setup
    public void read() {
        head = decode(request);
    }

    @TearDown
    public void release() {
        out.release();
    }

    @Benchmark
    public int encode() {
        RequestHead from = head;
        byte[] octets = from.octets();
        Vars vars = new Vars(2 * octets.length);
        vars.add("REQUEST_METHOD", from.method());
        vars.add("REQUEST_URI", from.target());
        for (int i = 0; i < from.fieldCount(); i++) {
            vars.add(octets, from.nameStart(i), from.nameLength(i), octets, from.valueStart(i), from.valueLength(i));
        }
        vars.writeTo(out.clear());
        return out.writerIndex();
    }
}
