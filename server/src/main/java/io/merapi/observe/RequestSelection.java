// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.exchange.Exchange;
import io.merapi.observe.line.LoggedRequest;

/**
 * Which requests get a line.
 *
 * @param all whether all do; the rest counts where not
 * @param clientErrors those with a status of 400 to 499
 * @param serverErrors those with a status of 500 to 599
 * @param empty those answered with no octet of a body
 * @param fromFile those answered from a file
 * @param broken those that their client broke off
 * @param slow those that took so many milliseconds or more; 0: however long they took
 * @param big those answered with a body of so many octets or more; 0: however many
 */
public record RequestSelection(
        boolean all,
        boolean clientErrors,
        boolean serverErrors,
        boolean empty,
        boolean fromFile,
        boolean broken,
        long slow,
        long big) {

    /** Every request. */
    public static final RequestSelection ALL = new RequestSelection(true, false, false, false, false, false, 0, 0);

    /** No request. */
    public static final RequestSelection NONE = new RequestSelection(false, false, false, false, false, false, 0, 0);

    /** Whether a request that was turned away with that status gets a line. */
    boolean includes(int status) {
        return all || (clientErrors && status / 100 == 4) || (serverErrors && status / 100 == 5);
    }

    /** Whether an exchange that the log gives that status gets a line. */
    boolean includes(Exchange exchange, int status) {
        return includes(status)
                || (slow > 0 && exchange.times().totalMicros() / 1000 >= slow)
                || (big > 0 && exchange.responseBodyBytes() >= big)
                || (empty && exchange.responseBodyBytes() == 0)
                || (fromFile && exchange.sentFile())
                || (broken && isBroken(exchange));
    }

    private static boolean isBroken(Exchange exchange) {
        return exchange.isClientGone() || LoggedRequest.isReadBroken(exchange);
    }
}
