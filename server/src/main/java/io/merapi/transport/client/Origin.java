// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.protocol.forwarded.ElementsFromRight;
import io.merapi.protocol.forwarded.ForwardedElement;
import io.merapi.protocol.forwarded.Node;
import io.merapi.protocol.http1.Authority;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request that a trusted proxy has passed on comes from, as far as its fields say and can be believed.
 *
 * <p>Each proxy adds at the right of the list from whom it had the request. So the list is walked from the right as
 * long as the one who added is trusted itself; the first who is not is the client, for what stands to the left of him
 * is his own word:
 *
 * <pre>
 *   X-Forwarded-For:  6.6.6.6,   203.0.113.9,   10.0.0.2      peer 10.0.0.1     trusted: 10.0.0.0/8
 *                     his word   the client     a proxy       a proxy
 * </pre>
 *
 * An element that is malformed or names no address ends the walk, too: the client is then whoever wrote it.
 *
 * @param client who sent it
 * @param scheme http or https, by which he sent it; null where that is not said
 * @param host the Host for which he sent it; null where that is not said
 * @param port the port at which he sent it; 0 where that is not said
 */
public record Origin(
        Node client, @Nullable String scheme, @Nullable String host, int port) {

    /**
     * The origin according to what a trusted peer has passed on.
     *
     * @param peer the one whom the request has been received from
     */
    public static Origin of(Claims claims, Node peer, TrustedProxies trusted) {
        return claims.areInForwarded()
                ? byForwarded(claims.value(Claims.Field.FORWARDED), peer, trusted)
                : byXForwarded(claims, peer, trusted);
    }

    /** What goes with the client is what the same proxy says, the outermost that is trusted. */
    private static Origin byForwarded(String list, Node peer, TrustedProxies trusted) {
        ElementsFromRight elements = new ElementsFromRight(list);
        Node client = peer;
        ForwardedElement said = new ForwardedElement(null, null, null);
        while (trusted.trusts(client)) {
            String text = elements.next();
            ForwardedElement element = text == null ? null : ForwardedElement.parse(text);
            if (element == null) {
                break;
            }
            said = element;
            Node named = element.client() == null ? null : Node.parse(element.client());
            if (named == null) {
                break;
            }
            client = named;
        }
        String scheme = said.proto() == null ? null : scheme(said.proto());
        String host = said.host() == null ? null : host(said.host());
        return new Origin(client, scheme, host, 0);
    }

    /**
     * The other lists have an element for each proxy that adds to them; one of a single element is of the outermost.
     */
    private static Origin byXForwarded(Claims claims, Node peer, TrustedProxies trusted) {
        ElementsFromRight hops = new ElementsFromRight(claims.value(Claims.Field.X_FORWARDED_FOR));
        Node client = peer;
        int walked = 0;
        while (trusted.trusts(client)) {
            String text = hops.next();
            Node named = text == null ? null : Node.parse(text);
            if (named == null) {
                break;
            }
            client = named;
            walked++;
        }
        int place = Math.max(walked, 1);
        String scheme = scheme(element(claims.value(Claims.Field.X_FORWARDED_PROTO), place));
        if (scheme == null && isOn(element(claims.value(Claims.Field.X_FORWARDED_SSL), place))) {
            scheme = "https";
        }
        String host = host(element(claims.value(Claims.Field.X_FORWARDED_HOST), place));
        int port = Node.port(element(claims.value(Claims.Field.X_FORWARDED_PORT), place));
        return new Origin(client, scheme, host, Math.max(port, 0));
    }

    /**
     * The element at a place from the right, from 1, or the leftmost where there are fewer; empty where there is none.
     */
    private static String element(String list, int place) {
        ElementsFromRight elements = new ElementsFromRight(list);
        String element = "";
        String next = elements.next();
        for (int at = 1; next != null && at <= place; at++) {
            element = next;
            next = elements.next();
        }
        return element;
    }

    private static @Nullable String scheme(String text) {
        String scheme = text.toLowerCase(Locale.ROOT);
        return scheme.equals("https") || scheme.equals("http") ? scheme : null;
    }

    private static boolean isOn(String text) {
        return text.equals("1") || text.equalsIgnoreCase("on");
    }

    private static @Nullable String host(String text) {
        return Authority.isValid(text) ? text : null;
    }
}
