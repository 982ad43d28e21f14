// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.lines;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Requests, good and odd, and changes made to them at random; one seed always makes the same ones. */
final class Mutations {
    private static final String[] SEEDS = {
        lines("GET / HTTP/1.1", "Host: a", ""),
        lines("GET /a/b?c=d HTTP/1.1", "Host: a.example:80", "User-Agent: x y", "Accept: */*", "Cookie: a=b; c=d", ""),
        lines("POST /%41 HTTP/1.1", "Host: a", "Content-Length: 5", "", "abc"),
        lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "3", "abc", "0", ""),
        lines("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "1;a=\"b\"", "x", "0;c", "T: u", ""),
        lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: gzip, chunked", "", "0", ""),
        lines("OPTIONS * HTTP/1.1", "Host: [::1]:8080", "Connection: close, Foo", "Foo: bar", ""),
        lines("GET http://b.example:81/c?d HTTP/1.0", "Connection: keep-alive", ""),
        lines("CONNECT b:443 HTTP/1.1", "Host: b:443", ""),
        lines("GET / HTTP/2.0", "Host: a", ""),
        lines("", "GET /x HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 2", "", "") + "GET",
        lines("HEAD /%2e%2e/ HTTP/1.1", "Host: a%20b", "Content-Type: a/b", "X-Obs: \u00e9\u00ff", "X-Tab: a\tb", "")
    };
    private static final String[] TOKENS = {
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "\"",
        "\\",
        "%",
        "%00",
        "?",
        "#",
        "*",
        "/",
        "//",
        "http://",
        "@",
        "\0",
        "\u007f",
        "\u0080",
        "\u000b",
        "0",
        "1",
        "5",
        "f",
        "+",
        "-",
        "0x",
        "chunked",
        "gzip",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: b\r\n",
        "Content-Type: x\r\n",
        "Connection: close\r\n",
        " folded\r\n",
        "HTTP/1.0",
        "HTTP/1.1",
        "0\r\n\r\n",
        "ffffffffffffffff",
        "GET ",
        "\r\n\r\n\r\n\r\n\r\n",
        "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM"
    };
    private static final int MOST_CHANGES = 4;

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** The next input. */
    byte[] next() {
        byte[] input = seed();
        for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0; changes--) {
            input = change(input);
        }
        return input;
    }

    private byte[] seed() {
        return SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] change(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(12));
        String token = TOKENS[random.nextInt(TOKENS.length)];
        return switch (random.nextInt(6)) {
            case 0 -> splice(input, from, token.getBytes(StandardCharsets.ISO_8859_1), from);
            case 1 -> splice(input, from, token.getBytes(StandardCharsets.ISO_8859_1), to);
            case 2 -> splice(input, from, new byte[] {(byte) random.nextInt(256)}, Math.min(input.length, from + 1));
            case 3 -> splice(input, from, new byte[0], to);
            case 4 -> splice(input, to, input, input.length);
            default -> splice(input, from, seed(), input.length);
        };
    }

    /** The input up to {@code from}, then {@code part}, then the input from {@code to} on. */
    private static byte[] splice(byte[] input, int from, byte[] part, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.write(part, 0, part.length);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
