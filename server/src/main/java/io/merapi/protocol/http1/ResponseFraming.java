// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

/**
 * How a response's body is delimited, and whether the connection goes on after it (RFC 9112 sections 6 and 9).
 *
 * @param body how the body ends
 * @param contentLength what Content-Length says, or -1 for none
 * @param persistence what becomes of the connection
 */
public record ResponseFraming(Body body, long contentLength, Persistence persistence) {

    /** How the client knows where the body ends. */
    public enum Body {
        /** There is none, whatever the handler gives: HEAD, 1xx, 204, 205, 304 (RFC 9112 section 6.3). */
        NONE,
        /** After Content-Length octets. */
        LENGTH,
        /** With the last chunk. */
        CHUNKED,
        /** With the connection. */
        CLOSE
    }

    /** What becomes of the connection, and what is said about it. */
    public enum Persistence {
        /** It goes on, as HTTP/1.1 has it without a word. */
        PERSIST,
        /** It goes on, and an HTTP/1.0 client must be told (RFC 9112 section 9.3). */
        TELL_PERSIST,
        /** {@code Connection: close}. */
        CLOSE,
        /** Nothing is said: the connection is a web server's, and not for the answer's head to speak of. */
        UNTOLD
    }

    /**
     * Decides for one response.
     *
     * @param contentLength length of the body in octets, or -1 when not known; for HEAD and 304 what GET would have
     *     sent
     * @param persist whether we are willing to go on; the client must be, too
     */
    public static ResponseFraming of(RequestHead request, int status, long contentLength, boolean persist) {
        boolean head = request.method().equals("HEAD");
        Body body = head || isBodiless(status) ? Body.NONE : delimit(request.minorVersion(), contentLength);
        boolean goesOn = persist && request.keepAlive() && body != Body.CLOSE;
        Persistence persistence = !goesOn
                ? Persistence.CLOSE
                : request.minorVersion() == 0 ? Persistence.TELL_PERSIST : Persistence.PERSIST;
        return new ResponseFraming(body, told(status, head, contentLength), persistence);
    }

    /**
     * Decides for one response to a web server in front (RFC 3875 section 6), which knows the end of the body by
     * Content-Length, or by how its connection's protocol tells it.
     *
     * @param head whether the method is HEAD
     * @param contentLength as above
     */
    public static ResponseFraming toGateway(boolean head, int status, long contentLength) {
        Body body = head || isBodiless(status) ? Body.NONE : contentLength >= 0 ? Body.LENGTH : Body.CLOSE;
        return new ResponseFraming(body, told(status, head, contentLength), Persistence.UNTOLD);
    }

    /** For the answer to what could not be read as a request: the last one on its connection. */
    public static ResponseFraming ofRefusal(long contentLength) {
        return new ResponseFraming(Body.LENGTH, contentLength, Persistence.CLOSE);
    }

    private static boolean isBodiless(int status) {
        return status < 200 || status == 204 || status == 205 || status == 304;
    }

    private static Body delimit(int minorVersion, long contentLength) {
        if (contentLength >= 0) {
            return Body.LENGTH;
        }
        return minorVersion == 0 ? Body.CLOSE : Body.CHUNKED;
    }

    /**
     * RFC 9110 section 8.6: none with 1xx and 204; with HEAD and 304 only what GET would have sent, and 0 there may as
     * well come from a body that was left out. RFC 9110 section 15.3.6: 205 has no content, and says so.
     */
    private static long told(int status, boolean head, long contentLength) {
        if (status < 200 || status == 204) {
            return -1;
        }
        if (status == 205) {
            return 0;
        }
        return (head || status == 304) && contentLength == 0 ? -1 : contentLength;
    }

    /** Whether the connection goes on after this response. */
    public boolean persists() {
        return persistence == Persistence.PERSIST || persistence == Persistence.TELL_PERSIST;
    }
}
