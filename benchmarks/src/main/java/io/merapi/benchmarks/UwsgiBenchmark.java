// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import io.merapi.exchange.Vars;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.uwsgi.UwsgiDecoder;
import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.merapi.protocol.uwsgi.UwsgiPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Reading a uwsgi packet as nginx sends it, and encoding its variables for the worker. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class UwsgiBenchmark {

    @Param
    Requests request = Requests.SMALL;

    private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(8192);

    @Setup
    public void write() {
        UwsgiEncoder.packet(in, 0, 0, variables(request));
    }

    /** What nginx's own {@code uwsgi_params} name, and the fields. */
    private static Map<String, String> variables(Requests request) {
        List<String> lines = new String(request.octets(), StandardCharsets.ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .toList();
        String target = lines.getFirst().split(" ", -1)[1];
        int query = target.indexOf('?');
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("QUERY_STRING", query < 0 ? "" : target.substring(query + 1));
        variables.put("REQUEST_METHOD", "GET");
        variables.put("CONTENT_TYPE", "");
        variables.put("CONTENT_LENGTH", "");
        variables.put("REQUEST_URI", target);
        variables.put("PATH_INFO", query < 0 ? target : target.substring(0, query));
        variables.put("DOCUMENT_ROOT", "/usr/share/nginx/html");
        variables.put("SERVER_PROTOCOL", "HTTP/1.1");
        variables.put("REQUEST_SCHEME", "http");
        variables.put("REMOTE_ADDR", "127.0.0.1");
        variables.put("REMOTE_PORT", "40000");
        variables.put("SERVER_PORT", "80");
        variables.put("SERVER_NAME", "www.example.com");
        for (String field : lines.subList(1, lines.size())) {
            int colon = field.indexOf(':');
            String name = field.substring(0, colon).toUpperCase(Locale.ROOT).replace('-', '_');
            variables.put("HTTP_" + name, field.substring(colon + 2));
        }
        return variables;
    }

    @TearDown
    public void release() {
        in.release();
    }

    @Benchmark
    public CgiVariables decode() {
        return packet().variables();
    }

    @Benchmark
    public int decodeAndEncode() {
        CgiVariables from = packet().variables();
        byte[] octets = from.octets();
        Vars vars = new Vars(octets.length + 256);
        for (int i = 0; i < from.count(); i++) {
            vars.add(octets, from.nameStart(i), from.nameLength(i), octets, from.valueStart(i), from.valueLength(i));
        }
        return vars.encodedBytes();
    }

    private UwsgiPacket packet() {
        return Objects.requireNonNull(UwsgiDecoder.decode(in.readerIndex(0)));
    }
}
