// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/**
 * A request as every handler sees it, whatever protocol it came by.
 *
 * @param method the method token, case kept (RFC 9110 section 9.1)
 * @param uri the request target as received, octets as latin-1 (REQUEST_URI)
 * @param protocol SERVER_PROTOCOL, such as {@code HTTP/1.1}
 * @param remoteAddress textual address of the client, or empty for a unix socket
 * @param vars all CGI variables of the request, the four above among them
 * @param body the body
 */
public record Request(String method, String uri, String protocol, String remoteAddress, Vars vars, RequestBody body) {

    /** Whether repeating the request has no other effect than sending it once (RFC 9110 section 9.2.2). */
    public boolean isIdempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
