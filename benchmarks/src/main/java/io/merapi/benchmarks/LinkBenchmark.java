// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import io.merapi.exchange.Vars;
import io.merapi.protocol.http1.HeadLimits;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.merapi.protocol.workerlink.LinkDecoder;
import io.merapi.protocol.workerlink.LinkEncoder;
import io.merapi.protocol.workerlink.LinkEvent;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of requests on its way to a worker, and the batch of its answers on its way back; the time is that of one of
 * them. What is encoded has its variables ready ({@link VarsBenchmark} times those).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinkBenchmark {
    private static final int BATCH = 16;
    private static final byte[] FIELDS =
            "Content-Type: text/plain\r\nX-Frame-Options: DENY\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REASON = "OK".getBytes(StandardCharsets.US_ASCII);

    /** The way to the worker. */
    @State(Scope.Thread)
    public static class Down {
        @Param
        Requests request = Requests.SMALL;

        private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(64 << 10);
        private Vars vars = new Vars(16);
        private long seq;

        @Setup
        public void fill() {
            ByteBuf octets = Unpooled.wrappedBuffer(request.octets());
            RequestHead head =
                    Objects.requireNonNull(new RequestDecoder(new HeadLimits(8192, 8192, 100)).decode(octets));
            vars = new Vars(2048);
            vars.add("REQUEST_METHOD", head.method());
            vars.add("REQUEST_URI", head.target());
            for (int i = 0; i < head.fieldCount(); i++) {
                byte[] from = head.octets();
                vars.add(from, head.nameStart(i), head.nameLength(i), from, head.valueStart(i), head.valueLength(i));
            }
        }

        @TearDown
        public void release() {
            out.release();
        }
    }

    /** The way back. */
    @State(Scope.Thread)
    public static class Up {
        /** Octets of body of each answer. */
        @Param({"12", "4096"})
        int body;

        private final LinkDecoder decoder = new LinkDecoder();
        private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(128 << 10);

        @Setup
        public void fill() {
            in.clear();
            for (int seq = 1; seq <= BATCH; seq++) {
                answer(seq);
            }
        }

        /** HEAD with the whole body, as docs/workerlink.md has it. */
        private void answer(long seq) {
            in.writeIntLE(20 + REASON.length + FIELDS.length + body);
            in.writeByte(16).writeByte(1).writeShortLE(200).writeLongLE(seq);
            in.writeLongLE(body).writeIntLE(37).writeShortLE(2);
            in.writeShortLE(REASON.length).writeIntLE(FIELDS.length);
            in.writeBytes(REASON).writeBytes(FIELDS).writeZero(body);
        }

        @TearDown
        public void release() {
            in.release();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int encodeRequests(Down down) {
        ByteBuf out = down.out.clear();
        for (int i = 0; i < BATCH; i++) {
            LinkEncoder.beginRequest(out, ++down.seq, LinkEncoder.BodyForm.INLINE, down.vars.encodedBytes(), 0);
            down.vars.writeTo(out);
            LinkEncoder.endVariables(out);
        }
        return out.writerIndex();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int decodeAnswers(Up up) {
        ByteBuf in = up.in.readerIndex(0);
        int octets = 0;
        LinkEvent event = up.decoder.decode(in);
        while (event != null) {
            if (event instanceof LinkEvent.Head head) {
                octets += head.data().readableBytes() + head.fields().length;
                head.data().release();
            }
            event = up.decoder.decode(in);
        }
        return octets;
    }
}
