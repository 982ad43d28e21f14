// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.merapi.protocol.fastcgi.FastCgiRequestEncoder;
import io.merapi.protocol.scgi.ScgiEncoder;
import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes a call in the octets of its protocol, as a web server passes a client's request on. */
final class CallEncoder {
    private static final int REQUEST_ID = 1;

    private CallEncoder() {}

    static ByteBuf encode(Call call) throws CallException {
        ByteBuf out = Unpooled.buffer(512 + call.body().length);
        try {
            switch (call.target().protocol()) {
                case HTTP -> out.writeCharSequence(httpHead(call), StandardCharsets.ISO_8859_1);
                case UWSGI ->
                    UwsgiEncoder.packet(
                            out, call.modifiers().first(), call.modifiers().second(), variables(call));
                case SCGI -> ScgiEncoder.headers(out, call.body().length, variables(call));
                case FASTCGI -> {
                    fastCgi(out, call);
                    return out;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new CallException(Exit.USAGE, "this cannot be sent: " + e.getMessage());
        }
        return out.writeBytes(call.body());
    }

    private static void fastCgi(ByteBuf out, Call call) {
        ByteBuf pairs = Unpooled.buffer();
        variables(call).forEach((name, value) -> FastCgiRequestEncoder.pair(pairs, name, value));
        FastCgiRequestEncoder.begin(out, REQUEST_ID, FastCgiRequestEncoder.RESPONDER, false);
        FastCgiRequestEncoder.variables(out, REQUEST_ID, pairs);
        FastCgiRequestEncoder.endVariables(out, REQUEST_ID);
        FastCgiRequestEncoder.body(out, REQUEST_ID, Unpooled.wrappedBuffer(call.body()));
        FastCgiRequestEncoder.endBody(out, REQUEST_ID);
    }

    private static String httpHead(Call call) {
        StringBuilder head = new StringBuilder();
        head.append(call.method()).append(' ').append(call.target().uri()).append(" HTTP/1.1\r\n");
        for (Call.Field field : call.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        if (!call.hasField("Content-Length")
                && (call.body().length > 0 || call.method().equals("POST"))) {
            head.append("Content-Length: ").append(call.body().length).append("\r\n");
        }
        return head.append(call.hasField("Connection") ? "\r\n" : "Connection: close\r\n\r\n")
                .toString();
    }

    /** What is sent, a line each. */
    static String describe(Call call) {
        if (call.target().protocol() == Protocol.HTTP) {
            return httpHead(call);
        }
        StringBuilder lines = new StringBuilder();
        variables(call)
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append('\n'));
        return lines.toString();
    }

    /** The variables that nginx's own parameter files name, and the fields; none for a ping. */
    static Map<String, String> variables(Call call) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!call.isPing()) {
            Target target = call.target();
            variables.put("REQUEST_METHOD", call.method());
            variables.put("REQUEST_URI", target.uri());
            variables.put("SCRIPT_NAME", "");
            variables.put("PATH_INFO", decoded(target.path()));
            variables.put("QUERY_STRING", target.query());
            variables.put("SERVER_PROTOCOL", "HTTP/1.1");
            variables.put("REQUEST_SCHEME", "http");
            variables.put("GATEWAY_INTERFACE", "CGI/1.1");
            variables.put("SERVER_NAME", target.socket().isEmpty() ? target.host() : "localhost");
            variables.put("SERVER_PORT", target.socket().isEmpty() ? Integer.toString(target.port()) : "80");
            variables.put("REMOTE_ADDR", "127.0.0.1");
            variables.put("REMOTE_PORT", "0");
            variables.put("CONTENT_LENGTH", Integer.toString(call.body().length));
            call.fields().forEach(field -> variables.merge(variable(field), field.value(), (a, b) -> a + ", " + b));
        }
        variables.putAll(call.variables());
        return variables;
    }

    private static String variable(Call.Field field) {
        String name = field.name().toUpperCase(Locale.ROOT).replace('-', '_');
        return name.equals("CONTENT_TYPE") ? name : "HTTP_" + name;
    }

    /** Percent-decoded; what is no percent-encoding stays as it is. */
    private static String decoded(String path) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            int octet = path.charAt(i);
            if (octet == '%' && i + 2 < path.length()) {
                int high = Character.digit(path.charAt(i + 1), 16);
                int low = Character.digit(path.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    octet = high << 4 | low;
                    i += 2;
                }
            }
            octets.write(octet);
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}
