// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import io.merapi.protocol.http1.HeadLimits;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
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

/**
 * Reading a request head: ours, and Netty's {@link HttpRequestDecoder} at its strictest.
 *
 * <p>Netty's runs in an {@link EmbeddedChannel}, which adds a little of its own. Its result is then asked for what any
 * server needs, Host and Content-Length, as ours has found them already.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadBenchmark {

    @Param
    Requests request = Requests.SMALL;

    private final RequestDecoder ours = new RequestDecoder(new HeadLimits(16 * 1024, 64 * 1024, 100));
    private final EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder(new HttpDecoderConfig()
            .setMaxInitialLineLength(16 * 1024)
            .setMaxHeaderSize(64 * 1024)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)));
    private ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(4096);

    @Setup
    public void fill() {
        in.writeBytes(request.octets());
    }

    @TearDown
    public void release() {
        in.release();
        netty.finishAndReleaseAll();
    }

    @Benchmark
    public RequestHead ours() {
        in.readerIndex(0);
        return Objects.requireNonNull(ours.decode(in));
    }

    @Benchmark
    public int netty() {
        in.readerIndex(0);
        netty.writeInbound(in.retain());
        HttpRequest head = netty.readInbound();
        HttpObject end = netty.readInbound();
        return Objects.requireNonNull(head.headers().get("host")).length()
                + (head.headers().contains("content-length") ? 1 : 0)
                + (end.decoderResult().isSuccess() ? 1 : 0);
    }
}
