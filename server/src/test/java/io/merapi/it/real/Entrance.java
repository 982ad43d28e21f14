// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.real;

import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A listener of a server, as the log names it, and what is said there. Who waits too long must be interrupted.
 *
 * @param scheme the protocol
 * @param place {@code host:port}, or the path of a unix socket
 */
record Entrance(String scheme, String place) {
    private static final String CRLF = "\r\n";

    /**
     * An answer.
     *
     * @param status of HTTP
     */
    record Answer(int status, String body) {}

    /** What {@code options.py} makes of a Python expression. */
    Answer ask(String expression) throws IOException {
        return ask(expression, "");
    }

    /** The same, with a header field of such a value. */
    Answer ask(String expression, String field) throws IOException {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8).replace("+", "%20");
        try (SocketChannel channel = SocketChannel.open(address())) {
            channel.write(ByteBuffer.wrap(scheme.equals("http") ? http(query, field) : uwsgi(query, field)));
            String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return answer(text);
        }
    }

    private SocketAddress address() {
        if (place.startsWith("/")) {
            return UnixDomainSocketAddress.of(place);
        }
        int colon = place.lastIndexOf(':');
        return new InetSocketAddress(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
    }

    private static byte[] http(String query, String field) {
        String head = "GET /?" + query + " HTTP/1.0" + CRLF + "Host: site.test" + CRLF + "X-Field: " + field;
        return (head + CRLF + CRLF).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] uwsgi(String query, String field) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("QUERY_STRING", query);
        variables.put("REQUEST_METHOD", "GET");
        variables.put("CONTENT_LENGTH", "");
        variables.put("REQUEST_URI", "/?" + query);
        variables.put("PATH_INFO", "/");
        variables.put("SERVER_PROTOCOL", "HTTP/1.1");
        variables.put("SERVER_NAME", "site.test");
        variables.put("SERVER_PORT", "80");
        variables.put("HTTP_X_FIELD", field);
        ByteBuf out = Unpooled.buffer();
        UwsgiEncoder.packet(out, 0, 0, variables);
        return ByteBufUtil.getBytes(out);
    }

    private static Answer answer(String text) throws IOException {
        int end = text.indexOf(CRLF + CRLF);
        if (end < 0) {
            throw new IOException("this is no answer: '" + text + "'");
        }
        return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text.substring(end + 4));
    }
}
