// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

/** The fields the codec itself must understand. */
enum KnownField {
    OTHER("", false),
    /** Hop-by-hop because the Connection field names it. */
    NAMED_BY_CONNECTION("", true),
    HOST("host", false),
    CONTENT_LENGTH("content-length", false),
    CONTENT_TYPE("content-type", false),
    EXPECT("expect", false),
    CONNECTION("connection", true),
    KEEP_ALIVE("keep-alive", true),
    PROXY_CONNECTION("proxy-connection", true),
    TE("te", true),
    TRAILER("trailer", true),
    TRANSFER_ENCODING("transfer-encoding", true),
    UPGRADE("upgrade", true),
    /** RFC 7239: for whom a request is forwarded. */
    FORWARDED("forwarded", false),
    /**
     * The older fields for the same, and what proxies have added to them: {@code X-Forwarded-*} and {@code X-Real-IP}.
     */
    X_FORWARDED("", false);

    private static final String X_FORWARDED_FAMILY = "x-forwarded";
    private static final String X_REAL_IP = "x-real-ip";

    private final String lowerName;
    private final boolean hopByHop;

    KnownField(String lowerName, boolean hopByHop) {
        this.lowerName = lowerName;
        this.hopByHop = hopByHop;
    }

    /** Whether it is for this connection alone (RFC 9110 section 7.6.1). */
    boolean isHopByHop() {
        return hopByHop;
    }

    /** Which field a name means; the length alone settles it for most names. */
    static KnownField of(byte[] octets, int start, int length) {
        if ((octets[start] | 0x20) == 'x') {
            return ofX(octets, start, length);
        }
        return switch (length) {
            case 2 -> TE.or(OTHER, octets, start, length);
            case 4 -> HOST.or(OTHER, octets, start, length);
            case 6 -> EXPECT.or(OTHER, octets, start, length);
            case 7 -> UPGRADE.or(TRAILER.or(OTHER, octets, start, length), octets, start, length);
            case 9 -> FORWARDED.or(OTHER, octets, start, length);
            case 10 -> CONNECTION.or(KEEP_ALIVE.or(OTHER, octets, start, length), octets, start, length);
            case 12 -> CONTENT_TYPE.or(OTHER, octets, start, length);
            case 14 -> CONTENT_LENGTH.or(OTHER, octets, start, length);
            case 16 -> PROXY_CONNECTION.or(OTHER, octets, start, length);
            case 17 -> TRANSFER_ENCODING.or(OTHER, octets, start, length);
            default -> OTHER;
        };
    }

    private static KnownField ofX(byte[] octets, int start, int length) {
        boolean forwarded = Octets.startsWithIgnoreCase(octets, start, length, X_FORWARDED_FAMILY)
                || Octets.equalsIgnoreCase(octets, start, length, X_REAL_IP);
        return forwarded ? X_FORWARDED : OTHER;
    }

    private KnownField or(KnownField otherwise, byte[] octets, int start, int length) {
        return Octets.equalsIgnoreCase(octets, start, length, lowerName) ? this : otherwise;
    }
}
