// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.gateway;

import io.merapi.protocol.BodyReader;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiResponseEncoder;
import io.merapi.protocol.cgi.CgiResponseEncoder.StatusForm;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.cgi.CgiViolation;
import io.merapi.protocol.http1.BodyDecoder;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.merapi.protocol.scgi.ScgiDecoder;
import io.merapi.protocol.uwsgi.UwsgiDecoder;
import io.merapi.protocol.uwsgi.UwsgiPacket;
import io.merapi.transport.Dialect;
import io.merapi.transport.GatewayIncoming;
import io.merapi.transport.cgi.GatewayRequest;
import io.merapi.transport.cgi.Instructions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What is spoken on a connection of the uwsgi protocol or SCGI: one request, variables and body; its answer, a head and
 * a body that ends with the connection.
 */
public final class GatewayDialect implements Dialect, GatewayIncoming {
    private static final int RUN = 0;
    /** The same, with SCRIPT_NAME still on PATH_INFO (uWSGI: UWSGI_MODIFIER_MANAGE_PATH_INFO). */
    private static final int RUN_REWRITTEN = 30;

    private static final int PING = 100;
    /** A packet like the ping: modifier2 1 is "I am here", and no data that there is nothing to complain of. */
    private static final byte[] PONG = {PING, 0, 0, 1};

    private final Reader reader;
    private final StatusForm statusForm;
    private boolean midHead;
    private @Nullable GatewayRequest request;

    /** How requests are read. */
    private interface Reader {
        Read read(GatewayDialect dialect, ByteBuf in);
    }

    private GatewayDialect(Reader reader, StatusForm statusForm) {
        this.reader = reader;
        this.statusForm = statusForm;
    }

    /** The uwsgi protocol. */
    public static GatewayDialect uwsgi() {
        return new GatewayDialect(GatewayDialect::readUwsgi, StatusForm.LINE);
    }

    /** SCGI, its answers beginning as is said. */
    public static GatewayDialect scgi(StatusForm statusForm) {
        ScgiDecoder decoder = new ScgiDecoder(ScgiDecoder.HEADER_BYTES);
        return new GatewayDialect((dialect, in) -> dialect.readScgi(decoder, in), statusForm);
    }

    // ---- heads of requests

    @Override
    public Read decode(ByteBuf in) {
        Read read = reader.read(this, in);
        midHead = read == Read.NOTHING && in.isReadable();
        return read;
    }

    private Read readUwsgi(ByteBuf in) {
        UwsgiPacket packet = UwsgiDecoder.decode(in);
        if (packet == null) {
            return Read.NOTHING;
        }
        return switch (packet.modifier1()) {
            case RUN, RUN_REWRITTEN -> {
                CgiVariables variables = packet.variables();
                Instructions.ignore(variables);
                request = new GatewayRequest(variables, packet.modifier1() == RUN_REWRITTEN);
                yield Read.REQUEST;
            }
            case PING -> Read.PING;
            default -> throw new ProtocolException(CgiViolation.MODIFIER_UNKNOWN);
        };
    }

    private Read readScgi(ScgiDecoder decoder, ByteBuf in) {
        CgiVariables variables = decoder.decode(in);
        if (variables == null) {
            return Read.NOTHING;
        }
        request = new GatewayRequest(variables, false);
        return Read.REQUEST;
    }

    @Override
    public boolean isMidHead() {
        return midHead;
    }

    @Override
    public ByteBuf pong() {
        return Unpooled.wrappedBuffer(PONG);
    }

    @Override
    public boolean isLast() {
        return true;
    }

    @Override
    public void forget() {
        request = null;
    }

    // ---- the request

    @Override
    public @Nullable GatewayRequest passedOn() {
        return request;
    }

    @Override
    public boolean hasBody() {
        return contentLength() > 0;
    }

    @Override
    public BodyReader bodyReader() {
        return new BodyDecoder(contentLength());
    }

    // ---- heads of answers

    @Override
    public ResponseFraming framing(int status, long contentLength, boolean persist) {
        return ResponseFraming.toGateway(isHead(), status, contentLength);
    }

    @Override
    public void encode(ByteBuf out, ResponseLines lines, ResponseFraming framing) {
        CgiResponseEncoder.head(out, statusForm, lines, framing);
    }
}
