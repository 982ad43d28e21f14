// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes what no web server sends, the same for one seed: requests that break off, are damaged, are too large, run into
 * each other, or never were any.
 */
final class Damage {
    private static final int MOST_BODY_BYTES = 3000;
    private static final int MOST_NOISE_BYTES = 3000;
    private static final int RECORD_HEADER_BYTES = 8;
    private static final String TELLING = "\0\1\r\n=,:09A\u00ff";

    private final Gateway gateway;
    private final Random random;

    Damage(Gateway gateway, long seed) {
        this.gateway = gateway;
        this.random = new Random(seed);
    }

    /** What goes over one connection. */
    byte[] next() {
        return switch (random.nextInt(7)) {
            case 0 -> brokenOff(good());
            case 1, 2 -> changed(good());
            case 3 -> oversized();
            case 4 -> joined(brokenOff(good()), good());
            case 5 -> interleaved(good(), good());
            default -> noise();
        };
    }

    private byte[] good() {
        byte[] body = new byte[random.nextBoolean() ? 0 : random.nextInt(MOST_BODY_BYTES)];
        random.nextBytes(body);
        return gateway.request(Gateway.variables(body.length == 0 ? "GET" : "POST", "/damaged", "none"), body);
    }

    private byte[] brokenOff(byte[] request) {
        return Arrays.copyOf(request, random.nextInt(request.length));
    }

    /** With a few octets changed, most of them where the lengths and the names are. */
    private byte[] changed(byte[] request) {
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(request.length, 24) : request.length);
            request[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) random.nextInt(256);
                case 1 -> (byte) (request[at] + random.nextInt(3) - 1);
                default -> (byte) TELLING.charAt(random.nextInt(TELLING.length()));
            };
        }
        return request;
    }

    /** Larger than the protocol has room for or than is allowed, or announced as that. */
    private byte[] oversized() {
        Map<String, String> variables = Gateway.variables("POST", "/oversized", "none");
        if (random.nextBoolean()) {
            String[] lengths = {"1", "99999999999", "9223372036854775808", "-1", "1e3", "0x10"};
            variables.put("CONTENT_LENGTH", lengths[random.nextInt(lengths.length)]);
            byte[] head = gateway.head(gateway == Gateway.SCGI ? Map.of() : variables);
            return joined(gateway == Gateway.SCGI ? announcing(variables) : head, gateway.body("x".repeat(2000)));
        }
        String large = "x".repeat(40_000);
        return switch (gateway) {
            // a packet of the largest size, whose one name is longer than that
            case UWSGI ->
                joined(new byte[] {0, -1, -1, 0, -1, -1}, large.concat(large).getBytes(StandardCharsets.US_ASCII));
            case SCGI, FASTCGI -> {
                variables.put("HTTP_ONE", large);
                variables.put("HTTP_OTHER", large);
                yield gateway.head(variables);
            }
        };
    }

    /** What no encoder writes: CONTENT_LENGTH is anything. */
    private static byte[] announcing(Map<String, String> variables) {
        StringBuilder headers =
                new StringBuilder("CONTENT_LENGTH\0" + variables.get("CONTENT_LENGTH") + "\0SCGI\0001\0");
        variables.forEach((name, value) -> {
            if (!name.equals("CONTENT_LENGTH")) {
                headers.append(name).append('\0').append(value).append('\0');
            }
        });
        return (headers.length() + ":" + headers + ",").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Pieces of both in turn; of FastCGI mostly whole records, of several requests. */
    private byte[] interleaved(byte[] one, byte[] other) {
        List<byte[]> first = pieces(one);
        List<byte[]> second = pieces(other);
        if (gateway == Gateway.FASTCGI && random.nextInt(4) > 0) {
            second.forEach(record -> record[3] = 2);
        }
        List<byte[]> all = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            List<byte[]> from = second.isEmpty() || (!first.isEmpty() && random.nextBoolean()) ? first : second;
            all.add(from.removeFirst());
        }
        if (random.nextInt(3) == 0) {
            Collections.swap(all, random.nextInt(all.size()), random.nextInt(all.size()));
        }
        return joined(all.toArray(byte[][]::new));
    }

    private List<byte[]> pieces(byte[] request) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < request.length) {
            int size = gateway == Gateway.FASTCGI
                    ? RECORD_HEADER_BYTES
                            + (request[at + 4] & 0xff) * 256
                            + (request[at + 5] & 0xff)
                            + (request[at + 6] & 0xff)
                    : 1 + random.nextInt(60);
            pieces.add(Arrays.copyOfRange(request, at, Math.min(request.length, at + size)));
            at += size;
        }
        return pieces;
    }

    private byte[] noise() {
        byte[] octets = new byte[1 + random.nextInt(MOST_NOISE_BYTES)];
        random.nextBytes(octets);
        if (gateway == Gateway.FASTCGI && octets.length > RECORD_HEADER_BYTES && random.nextBoolean()) {
            // a record that may be one
            octets[0] = 1;
            octets[1] = (byte) random.nextInt(13);
            octets[2] = 0;
            octets[3] = (byte) random.nextInt(2);
        }
        return octets;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
