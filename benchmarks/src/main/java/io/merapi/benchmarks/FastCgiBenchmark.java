// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import io.merapi.exchange.Vars;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.fastcgi.FastCgiDecoder;
import io.merapi.protocol.fastcgi.FastCgiEncoder;
import io.merapi.protocol.fastcgi.FastCgiEvent;
import io.merapi.protocol.fastcgi.FastCgiLimits;
import io.merapi.protocol.fastcgi.FastCgiRequestEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A request as nginx sends it over FastCGI, up to the variables a worker is sent, and the records of its answer. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FastCgiBenchmark {
    private static final String[] VARIABLES = {
        "QUERY_STRING", "page=2",
        "REQUEST_METHOD", "GET",
        "CONTENT_TYPE", "",
        "CONTENT_LENGTH", "",
        "SCRIPT_NAME", "/articles/a-title",
        "REQUEST_URI", "/articles/a-title?page=2",
        "DOCUMENT_URI", "/articles/a-title",
        "DOCUMENT_ROOT", "/usr/share/nginx/html",
        "SERVER_PROTOCOL", "HTTP/1.1",
        "REQUEST_SCHEME", "http",
        "GATEWAY_INTERFACE", "CGI/1.1",
        "SERVER_SOFTWARE", "nginx/1.22.1",
        "REMOTE_ADDR", "127.0.0.1",
        "REMOTE_PORT", "48150",
        "SERVER_ADDR", "127.0.0.1",
        "SERVER_PORT", "80",
        "SERVER_NAME", "www.example.org",
        "REDIRECT_STATUS", "200",
        "HTTP_HOST", "www.example.org",
        "HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "HTTP_ACCEPT", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE", "en-GB,en;q=0.5",
        "HTTP_ACCEPT_ENCODING", "gzip, deflate, br",
        "HTTP_COOKIE", "session=0123456789abcdef0123456789abcdef"
    };

    /** What comes in and what goes out. */
    @State(Scope.Thread)
    public static class Connection {
        private final FastCgiDecoder decoder = new FastCgiDecoder(new FastCgiLimits(65536, 1 << 20, 64));
        private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(4096);
        private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(4096);
        private final byte[] head =
                "Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nHello World\n"
                        .getBytes(StandardCharsets.US_ASCII);

        @Setup
        public void fill() {
            ByteBuf pairs = PooledByteBufAllocator.DEFAULT.buffer();
            for (int i = 0; i < VARIABLES.length; i += 2) {
                FastCgiRequestEncoder.pair(pairs, VARIABLES[i], VARIABLES[i + 1]);
            }
            FastCgiRequestEncoder.begin(in, 1, FastCgiRequestEncoder.RESPONDER, true);
            FastCgiRequestEncoder.variables(in, 1, pairs);
            FastCgiRequestEncoder.endVariables(in, 1);
            FastCgiRequestEncoder.endBody(in, 1);
            pairs.release();
        }

        @TearDown
        public void release() {
            in.release();
            out.release();
        }
    }

    @Benchmark
    public int decodeRequest(Connection connection) {
        ByteBuf in = connection.in.readerIndex(0);
        int size = 0;
        FastCgiEvent event = connection.decoder.decode(in);
        while (event != null) {
            if (event instanceof FastCgiEvent.Variables all) {
                size = encode(all.variables()).encodedBytes();
            }
            event = connection.decoder.decode(in);
        }
        connection.decoder.end(1);
        return size;
    }

    private static Vars encode(CgiVariables variables) {
        byte[] octets = variables.octets();
        Vars vars = new Vars(octets.length + 128);
        for (int i = 0; i < variables.count(); i++) {
            vars.add(
                    octets,
                    variables.nameStart(i),
                    variables.nameLength(i),
                    octets,
                    variables.valueStart(i),
                    variables.valueLength(i));
        }
        return vars;
    }

    @Benchmark
    public int encodeAnswer(Connection connection) {
        ByteBuf out = connection.out.clear();
        int start = FastCgiEncoder.beginStdout(out, 1);
        out.writeBytes(connection.head);
        FastCgiEncoder.endStdout(out, start);
        FastCgiEncoder.complete(out, 1, 0);
        return out.writerIndex();
    }
}
