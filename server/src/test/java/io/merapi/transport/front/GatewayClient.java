// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.protocol.fastcgi.FastCgiAnswer;
import io.merapi.protocol.fastcgi.FastCgiAnswerDecoder;
import io.merapi.protocol.fastcgi.FastCgiRequestEncoder;
import io.merapi.protocol.scgi.ScgiEncoder;
import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.merapi.transport.socket.ListenerProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A web server that passes one request on by uwsgi, SCGI or FastCGI. */
final class GatewayClient {
    private static final int ID = 1;

    private final ListenerProtocol protocol;
    private final RawClient client;

    GatewayClient(TestFront front, ListenerProtocol protocol) {
        this.protocol = protocol;
        this.client = front.connect(protocol);
    }

    /**
     * An answer as it came.
     *
     * @param whole whether it has been said that it is complete: END_REQUEST, or an orderly end of the connection
     */
    record Answer(int status, String head, String body, boolean whole) {

        /** The value of a field, or null. */
        @Nullable
        String field(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Variables of a request as nginx sends them. */
    static Map<String, String> variables(String method, String uri) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("QUERY_STRING", uri.contains("?") ? uri.substring(uri.indexOf('?') + 1) : "");
        variables.put("REQUEST_METHOD", method);
        variables.put("CONTENT_TYPE", "");
        variables.put("CONTENT_LENGTH", "");
        variables.put("REQUEST_URI", uri);
        variables.put("PATH_INFO", uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri);
        variables.put("SERVER_PROTOCOL", "HTTP/1.1");
        variables.put("REMOTE_ADDR", "192.0.2.7");
        variables.put("REMOTE_PORT", "40000");
        variables.put("SERVER_PORT", "443");
        variables.put("SERVER_NAME", "front.test");
        variables.put("HTTP_HOST", "h:1");
        return variables;
    }

    RawClient raw() {
        return client;
    }

    /** Sends a GET. */
    GatewayClient get(String uri) {
        return send(variables("GET", uri), "");
    }

    GatewayClient post(String uri, String body) {
        Map<String, String> variables = variables("POST", uri);
        variables.put("CONTENT_LENGTH", Integer.toString(body.length()));
        return send(variables, body);
    }

    /** Sends a whole request. */
    GatewayClient send(Map<String, String> variables, String body) {
        return head(variables).body(body).end();
    }

    /** Sends what goes before the body. */
    GatewayClient head(Map<String, String> variables) {
        ByteBuf out = Unpooled.buffer();
        switch (protocol) {
            case UWSGI -> UwsgiEncoder.packet(out, 0, 0, variables);
            case SCGI, SCGI_NPH -> {
                String length = variables.getOrDefault("CONTENT_LENGTH", "");
                ScgiEncoder.headers(out, length.isEmpty() ? 0 : Long.parseLong(length), variables);
            }
            case FASTCGI, FASTCGI_NPH -> fastCgiHead(out, ID, variables, false);
            case HTTP -> throw new AssertionError("not a gateway's");
        }
        return octets(out);
    }

    static void fastCgiHead(ByteBuf out, int id, Map<String, String> variables, boolean keepConnection) {
        ByteBuf pairs = Unpooled.buffer();
        variables.forEach((name, value) -> FastCgiRequestEncoder.pair(pairs, name, value));
        FastCgiRequestEncoder.begin(out, id, FastCgiRequestEncoder.RESPONDER, keepConnection);
        FastCgiRequestEncoder.variables(out, id, pairs);
        FastCgiRequestEncoder.endVariables(out, id);
    }

    GatewayClient body(String body) {
        ByteBuf octets = Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1);
        if (!isFastCgi()) {
            return octets(octets);
        }
        ByteBuf out = Unpooled.buffer();
        FastCgiRequestEncoder.body(out, ID, octets);
        return octets(out);
    }

    GatewayClient end() {
        if (isFastCgi()) {
            ByteBuf out = Unpooled.buffer();
            FastCgiRequestEncoder.endBody(out, ID);
            octets(out);
        }
        return this;
    }

    GatewayClient octets(ByteBuf out) {
        client.send(ByteBufUtil.getBytes(out));
        return this;
    }

    private boolean isFastCgi() {
        return protocol == ListenerProtocol.FASTCGI || protocol == ListenerProtocol.FASTCGI_NPH;
    }

    /** Reads until the connection ends. */
    Answer answer() {
        String octets = client.readToEnd();
        if (!isFastCgi()) {
            return parse(octets, true);
        }
        FastCgiAnswerDecoder decoder = new FastCgiAnswerDecoder();
        ByteBuf in = Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1);
        StringBuilder output = new StringBuilder();
        boolean ended = false;
        for (FastCgiAnswer next = decoder.decode(in); next != null; next = decoder.decode(in)) {
            switch (next) {
                case FastCgiAnswer.Output(int _, ByteBuf part) ->
                    output.append(part.toString(StandardCharsets.ISO_8859_1));
                case FastCgiAnswer.Ended _ -> ended = true;
                default -> throw new AssertionError("not expected: " + next);
            }
        }
        return parse(output.toString(), ended);
    }

    static Answer parse(String octets, boolean whole) {
        int end = octets.indexOf("\r\n\r\n");
        String head = end < 0 ? octets : octets.substring(0, end);
        int status = head.isEmpty() ? 0 : Integer.parseInt(head.split(" ", 3)[1]);
        return new Answer(status, head, end < 0 ? "" : octets.substring(end + 4), whole);
    }
}
