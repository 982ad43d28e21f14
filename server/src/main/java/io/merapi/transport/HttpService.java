// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.ExchangeObserver;
import io.merapi.exchange.Handler;
import io.merapi.exchange.RefusalObserver;
import io.merapi.transport.client.TrustedProxies;
import java.util.concurrent.Executor;

/**
 * What HTTP connections serve, and by what rules.
 *
 * @param handler answers the requests
 * @param limits what clients may ask
 * @param observers who hears of requests
 * @param serverName SERVER_NAME
 * @param proxies who is believed for whom a request is forwarded
 * @param files runs blocking file operations: bodies that are too large for memory. Stopped after the event loops, for
 *     it deletes files, too
 * @param clocks the time
 */
public record HttpService(
        Handler handler,
        HttpLimits limits,
        Observers observers,
        String serverName,
        TrustedProxies proxies,
        Executor files,
        Clocks clocks) {

    /**
     * Who hears of requests.
     *
     * @param exchanges each request that reached the handler, when it is over
     * @param refusals each that did not
     */
    public record Observers(ExchangeObserver exchanges, RefusalObserver refusals) {}
}
