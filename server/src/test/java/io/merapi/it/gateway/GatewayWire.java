// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import io.merapi.it.MerapiServer;
import io.merapi.it.Wire;
import io.merapi.protocol.fastcgi.FastCgiAnswer;
import io.merapi.protocol.fastcgi.FastCgiAnswerDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A web server's connection for one request. Text is latin-1; a read that waits too long fails. */
final class GatewayWire implements AutoCloseable {
    private static final int READ_BYTES = 64 * 1024;

    private final Gateway gateway;
    private final Wire wire;
    private final InputStream in;
    private final FastCgiAnswerDecoder decoder = new FastCgiAnswerDecoder();
    private final ByteBuf records = Unpooled.buffer();
    private final byte[] read = new byte[READ_BYTES];
    private final StringBuilder output = new StringBuilder();
    private boolean requestEnded;
    private boolean reset;

    private GatewayWire(Gateway gateway, Wire wire) throws IOException {
        this.gateway = gateway;
        this.wire = wire;
        this.in = wire.socket().getInputStream();
    }

    /** Connects to the server's listener of that protocol. */
    static GatewayWire to(MerapiServer server, Gateway gateway) throws IOException, InterruptedException {
        return to(port(server, gateway), gateway);
    }

    static GatewayWire to(int port, Gateway gateway) throws IOException {
        return new GatewayWire(gateway, Wire.to(port));
    }

    /** The port of the server's listener of that protocol. */
    static int port(MerapiServer server, Gateway gateway) throws InterruptedException {
        return Integer.parseInt(server.awaitLog("listening on " + gateway.scheme() + "://.*:(\\d+)$")
                .group(1));
    }

    /**
     * An answer.
     *
     * @param whole whether it has been said that it is: by END_REQUEST, or by an orderly end of the connection
     */
    record Answer(String head, String body, boolean whole) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** The value of a field; null where there is none. */
        @Nullable
        String field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElse(null);
        }
    }

    Wire wire() {
        return wire;
    }

    /** Sends a request without a body. */
    GatewayWire send(Map<String, String> variables) throws IOException {
        return send(variables, "");
    }

    /** Sends a whole request. */
    GatewayWire send(Map<String, String> variables, String body) throws IOException {
        return octets(gateway.request(variables, body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    GatewayWire octets(byte[] octets) throws IOException {
        wire.send(octets);
        return this;
    }

    /** Reads until this is part of the answer, be it of the head. */
    GatewayWire await(String text) throws IOException {
        while (output.indexOf(text) < 0) {
            if (!more()) {
                throw new IOException("the connection ended before '" + text + "', after '" + output + "'");
            }
        }
        return this;
    }

    /** Reads to the connection's end, however that comes. */
    Answer answer() throws IOException {
        String text = all();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("this is no answer: '" + text + "'");
        }
        boolean whole = gateway == Gateway.FASTCGI ? requestEnded : !reset;
        return new Answer(text.substring(0, end), text.substring(end + 4), whole);
    }

    /** The same, be it an answer or not; of FastCGI what it says on standard output. */
    String all() throws IOException {
        while (more()) {
            // until it ends
        }
        return output.toString();
    }

    private boolean more() throws IOException {
        int count;
        try {
            count = in.read(read);
        } catch (SocketException e) {
            reset = true;
            return false;
        }
        if (count < 0) {
            return false;
        }
        if (gateway == Gateway.FASTCGI) {
            decode(count);
        } else {
            output.append(new String(read, 0, count, StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    private void decode(int count) {
        records.discardReadBytes().writeBytes(read, 0, count);
        for (FastCgiAnswer next = decoder.decode(records); next != null; next = decoder.decode(records)) {
            switch (next) {
                case FastCgiAnswer.Output(int _, ByteBuf part) -> {
                    output.append(part.toString(StandardCharsets.ISO_8859_1));
                    part.release();
                }
                case FastCgiAnswer.Ended ended -> requestEnded |= ended.applicationStatus() == 0;
                case FastCgiAnswer.Errors(int _, ByteBuf part) -> part.release();
                case FastCgiAnswer.Values _, FastCgiAnswer.TypeUnknown _ -> {
                    // about the server, not about a request
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
