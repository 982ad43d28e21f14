// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import io.merapi.protocol.fastcgi.FastCgiRequestEncoder;
import io.merapi.protocol.scgi.ScgiEncoder;
import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a web server passes a request on, in octets. */
enum Gateway {
    UWSGI("socket"),
    SCGI("scgi-socket"),
    FASTCGI("fastcgi-socket");

    private static final int ID = 1;

    private final String option;

    Gateway(String option) {
        this.option = option;
    }

    /** The option of a listener. */
    String option() {
        return option;
    }

    /** How the URL of a listener begins. */
    String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How each answer begins. */
    String beginning() {
        return this == UWSGI ? "HTTP/1.1 " : "Status: ";
    }

    /** Variables of a request as nginx sends them. */
    static Map<String, String> variables(String method, String path, String query) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("QUERY_STRING", query);
        variables.put("REQUEST_METHOD", method);
        variables.put("CONTENT_TYPE", "");
        variables.put("CONTENT_LENGTH", "");
        variables.put("REQUEST_URI", query.isEmpty() ? path : path + "?" + query);
        variables.put("PATH_INFO", path);
        variables.put("SERVER_PROTOCOL", "HTTP/1.1");
        variables.put("REMOTE_ADDR", "192.0.2.7");
        variables.put("REMOTE_PORT", "40000");
        variables.put("SERVER_PORT", "80");
        variables.put("SERVER_NAME", "front.test");
        variables.put("HTTP_HOST", "front.test");
        return variables;
    }

    /** A whole request; its CONTENT_LENGTH is the body's. */
    byte[] request(Map<String, String> variables, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put("CONTENT_LENGTH", body.length == 0 ? "" : Integer.toString(body.length));
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(head(all)).writeBytes(body(body)).writeBytes(end());
        return ByteBufUtil.getBytes(out);
    }

    /** What goes before a body. */
    byte[] head(Map<String, String> variables) {
        ByteBuf out = Unpooled.buffer();
        switch (this) {
            case UWSGI -> UwsgiEncoder.packet(out, 0, 0, variables);
            case SCGI -> {
                String length = variables.getOrDefault("CONTENT_LENGTH", "");
                ScgiEncoder.headers(out, length.isEmpty() ? 0 : Long.parseLong(length), variables);
            }
            case FASTCGI -> {
                ByteBuf pairs = Unpooled.buffer();
                variables.forEach((name, value) -> FastCgiRequestEncoder.pair(pairs, name, value));
                FastCgiRequestEncoder.begin(out, ID, FastCgiRequestEncoder.RESPONDER, false);
                FastCgiRequestEncoder.variables(out, ID, pairs);
                FastCgiRequestEncoder.endVariables(out, ID);
            }
        }
        return ByteBufUtil.getBytes(out);
    }

    /** A part of a body. */
    byte[] body(byte[] octets) {
        if (this != FASTCGI || octets.length == 0) {
            return octets;
        }
        ByteBuf out = Unpooled.buffer();
        FastCgiRequestEncoder.body(out, ID, Unpooled.wrappedBuffer(octets));
        return ByteBufUtil.getBytes(out);
    }

    byte[] body(String latin1) {
        return body(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What goes after a body. */
    byte[] end() {
        ByteBuf out = Unpooled.buffer();
        if (this == FASTCGI) {
            FastCgiRequestEncoder.endBody(out, ID);
        }
        return ByteBufUtil.getBytes(out);
    }
}
