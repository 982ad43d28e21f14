// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.transport.cgi.GatewayRequest;
import io.merapi.transport.client.Client;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that a web server in front passes on, in CGI variables. */
public interface GatewayIncoming extends Incoming {

    /** What the variables say; null until all of them are there. */
    @Nullable
    GatewayRequest passedOn();

    /** Where the variables are known to be there. */
    private GatewayRequest told() {
        return Objects.requireNonNull(passedOn());
    }

    @Override
    default long contentLength() {
        return told().contentLength();
    }

    @Override
    default Request request(Client client, RequestBody body, long contentLength) {
        return told().request(client, body, contentLength);
    }

    @Override
    default String requestLine() {
        GatewayRequest request = passedOn();
        return request == null ? "" : request.requestLine();
    }

    /** Whether the answer has no body, whatever its status. */
    default boolean isHead() {
        GatewayRequest request = passedOn();
        return request != null && request.method().equals("HEAD");
    }

    /** The web server has asked the client, if that wanted to be asked. */
    @Override
    default boolean expectsContinue() {
        return false;
    }

    /** A web server that ends its sending side has given up. */
    @Override
    default boolean mayHalfClose() {
        return false;
    }
}
