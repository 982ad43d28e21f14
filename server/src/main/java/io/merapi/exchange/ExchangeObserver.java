// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/** Hears of each exchange once, when it is over: the source of the access log, the metrics and the statistics. */
public interface ExchangeObserver {
    void over(Exchange exchange);
}
