// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.http;

import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.BodyReader;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.http1.BodyDecoder;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.merapi.protocol.http1.ResponseEncoder;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.merapi.transport.Dialect;
import io.merapi.transport.LoopConnections;
import io.merapi.transport.TransportViolation;
import io.merapi.transport.client.Claims;
import io.merapi.transport.client.Client;
import io.merapi.transport.client.Sender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an HTTP/1.x connection speaks (RFC 9112). */
public final class Http1 implements Dialect {
    private final RequestDecoder decoder;
    private final ResponseEncoder encoder;
    private final RequestVars vars;
    private @Nullable RequestHead head;

    /**
     * For one connection.
     *
     * @param vars its loop's
     */
    public Http1(LoopConnections home, RequestVars vars) {
        this.decoder = new RequestDecoder(home.service().limits().head());
        this.encoder = home.encoder();
        this.vars = vars;
    }

    // ---- heads of requests

    @Override
    public Read decode(ByteBuf in) {
        RequestHead next = decoder.decode(in);
        head = next;
        if (next == null) {
            return Read.NOTHING;
        }
        String expectation = next.value("expect");
        if (expectation != null && next.minorVersion() > 0 && !expectation.equalsIgnoreCase("100-continue")) {
            throw new ProtocolException(TransportViolation.UNKNOWN_EXPECTATION);
        }
        return Read.REQUEST;
    }

    @Override
    public boolean isMidHead() {
        return decoder.isMidHead();
    }

    @Override
    public ByteBuf pong() {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public boolean isLast() {
        return head != null && !head.keepAlive();
    }

    @Override
    public void forget() {
        head = null;
    }

    // ---- the request

    private RequestHead head() {
        return Objects.requireNonNull(head);
    }

    @Override
    public long contentLength() {
        return head().contentLength();
    }

    @Override
    public boolean hasBody() {
        return head().hasBody();
    }

    @Override
    public BodyReader bodyReader() {
        return new BodyDecoder(head());
    }

    @Override
    public boolean expectsContinue() {
        return head != null && head.expectContinue();
    }

    @Override
    public boolean mayHalfClose() {
        return true;
    }

    @Override
    public Request request(Client client, RequestBody body, long contentLength) {
        RequestHead request = head();
        Sender sender = request.isForwarded()
                ? client.sender(Claims.of(field -> request.list(field.lowerName())))
                : client.sender();
        Vars all = vars.of(request, sender, contentLength);
        String protocol = request.minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
        return new Request(request.method(), request.target(), protocol, sender.address(), all, body);
    }

    @Override
    public String requestLine() {
        return head == null ? "" : head.method() + " " + head.target() + " HTTP/1." + head.minorVersion();
    }

    // ---- heads of answers

    @Override
    public ResponseFraming framing(int status, long contentLength, boolean persist) {
        return head == null
                ? ResponseFraming.ofRefusal(contentLength)
                : ResponseFraming.of(head, status, contentLength, persist);
    }

    @Override
    public void encode(ByteBuf out, ResponseLines lines, ResponseFraming framing) {
        encoder.head(out, lines, framing);
    }
}
