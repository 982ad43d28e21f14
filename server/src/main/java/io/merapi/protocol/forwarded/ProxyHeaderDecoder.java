// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes the PROXY protocol header, of either version, off the beginning of a connection
 * (https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt).
 *
 * <pre>
 *   1:  "PROXY" SP ("TCP4" / "TCP6") SP source SP destination SP source-port SP destination-port CRLF
 *       "PROXY" SP "UNKNOWN" [ SP anything ] CRLF                  at most 107 octets in all
 *
 *   2:  0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A    signature
 *       version 2 (4 bits) command (4 bits)    0: LOCAL, 1: PROXY
 *       family (4 bits) transport (4 bits)     1: IPv4, 2: IPv6, 3: unix; 1: stream, 2: datagram; 0: unspecified
 *       length (16 bits)                       of what follows
 *       addresses: source, destination, source port, destination port
 *       TLVs                                   skipped as they come, never kept
 * </pre>
 *
 * The first octet that fits neither signature refuses the connection.
 */
public final class ProxyHeaderDecoder {
    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 'Q', 'U', 'I', 'T', 0x0a};
    private static final int LONGEST_LINE = 107;
    private static final int FIXED_BYTES = 16;
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int UNIX_BYTES = 108;

    private @Nullable ProxyHeader header;
    private int toSkip;

    /**
     * Takes the header off {@code in}, exactly its octets.
     *
     * @param in what has been received and not consumed; what this call leaves must be there at the next one, too
     * @return null when more is needed
     * @throws ProtocolException when there is no header
     */
    public @Nullable ProxyHeader decode(ByteBuf in) {
        if (header == null) {
            if (startsLike(LINE_START, in)) {
                header = line(in);
            } else if (startsLike(SIGNATURE, in)) {
                header = block(in);
            } else {
                throw new ProtocolException(ProxyHeaderViolation.PROXY_HEADER_MISSING);
            }
        }
        int skipped = Math.min(toSkip, in.readableBytes());
        in.skipBytes(skipped);
        toSkip -= skipped;
        return toSkip == 0 ? header : null;
    }

    private static boolean startsLike(byte[] start, ByteBuf in) {
        int length = Math.min(start.length, in.readableBytes());
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != start[i]) {
                return false;
            }
        }
        return true;
    }

    // ---- version 1

    private static @Nullable ProxyHeader line(ByteBuf in) {
        int most = Math.min(LONGEST_LINE, in.readableBytes());
        int feed = in.indexOf(in.readerIndex(), in.readerIndex() + most, (byte) '\n');
        if (feed < 0) {
            if (most == LONGEST_LINE) {
                throw new ProtocolException(ProxyHeaderViolation.PROXY_LINE_TOO_LONG);
            }
            return null;
        }
        String line = in.readCharSequence(feed + 1 - in.readerIndex(), StandardCharsets.ISO_8859_1)
                .toString();
        if (!line.endsWith("\r\n")) {
            throw new ProtocolException(ProxyHeaderViolation.PROXY_LINE_MALFORMED);
        }
        String[] parts = line.substring(0, line.length() - 2).split(" ", -1);
        return switch (parts[1]) {
            case "UNKNOWN" -> new ProxyHeader.Local();
            case "TCP4" -> forwarded(parts, Byte.SIZE * V4_BYTES);
            case "TCP6" -> forwarded(parts, Byte.SIZE * V6_BYTES);
            default -> throw new ProtocolException(ProxyHeaderViolation.PROXY_LINE_MALFORMED);
        };
    }

    private static ProxyHeader forwarded(String[] parts, int bits) {
        if (parts.length == 6) {
            IpAddress source = IpAddress.parse(parts[2]);
            IpAddress destination = IpAddress.parse(parts[3]);
            int port = linePort(parts[4]);
            if (isOf(bits, source) && isOf(bits, destination) && port >= 0 && linePort(parts[5]) >= 0) {
                return new ProxyHeader.Forwarded(new Node(source, port));
            }
        }
        throw new ProtocolException(ProxyHeaderViolation.PROXY_LINE_MALFORMED);
    }

    /** In a line of TCP6 an address of IPv4 may stand as IPv6. */
    private static boolean isOf(int bits, @Nullable IpAddress address) {
        return address != null && address.bits() <= bits;
    }

    /** Section 2.1: "in order to avoid multiple representations", no leading zeros. */
    private static int linePort(String digits) {
        return digits.length() > 1 && digits.startsWith("0") ? -1 : Node.port(digits);
    }

    // ---- version 2

    private @Nullable ProxyHeader block(ByteBuf in) {
        if (in.readableBytes() < FIXED_BYTES) {
            return null;
        }
        int start = in.readerIndex();
        int command = in.getByte(start + 12);
        int family = in.getByte(start + 13);
        int length = in.getUnsignedShort(start + 14);
        int addressBytes = addressBytes(command, family);
        int known = 2 * addressBytes + (addressBytes == 0 || addressBytes == UNIX_BYTES ? 0 : 4);
        if (length < known) {
            throw new ProtocolException(ProxyHeaderViolation.PROXY_ADDRESSES_CUT);
        }
        if (in.readableBytes() < FIXED_BYTES + known) {
            return null;
        }
        in.skipBytes(FIXED_BYTES);
        toSkip = length - known;
        ProxyHeader read = switch (addressBytes) {
            case 0 -> new ProxyHeader.Local();
            case UNIX_BYTES -> new ProxyHeader.Forwarded(Node.UNIX);
            default -> forwarded(in, addressBytes);
        };
        in.readerIndex(start + FIXED_BYTES + known);
        return read;
    }

    private static ProxyHeader forwarded(ByteBuf in, int addressBytes) {
        byte[] source = new byte[addressBytes];
        in.readBytes(source).skipBytes(addressBytes);
        return new ProxyHeader.Forwarded(new Node(IpAddress.of(source), in.readUnsignedShort()));
    }

    /** How many octets each address takes; 0 where they do not count: everything that follows is skipped. */
    private static int addressBytes(int command, int family) {
        if (command >> 4 != 2) {
            throw new ProtocolException(ProxyHeaderViolation.PROXY_VERSION);
        }
        boolean local = (command & 0xf) == 0;
        if (!local && (command & 0xf) != 1) {
            throw new ProtocolException(ProxyHeaderViolation.PROXY_COMMAND);
        }
        int bytes = switch (family) {
            case 0x00 -> 0;
            case 0x11, 0x12 -> V4_BYTES;
            case 0x21, 0x22 -> V6_BYTES;
            case 0x31, 0x32 -> UNIX_BYTES;
            // LOCAL: "the receiver must ignore address information" (section 2.2)
            default -> local ? 0 : -1;
        };
        if (bytes < 0) {
            throw new ProtocolException(ProxyHeaderViolation.PROXY_FAMILY);
        }
        return local ? 0 : bytes;
    }
}
