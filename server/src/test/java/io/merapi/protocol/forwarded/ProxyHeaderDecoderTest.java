// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol, sections 2.1 and 2.2 of its specification. Each input is read in every cut. */
final class ProxyHeaderDecoderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String TRAILING = "GET / HTTP/1.1\r\n";
    private static final int FUZZED = 100_000;

    /** What was read, and what was left of the input; or the violation. */
    private static String read(String latin1) {
        byte[] input = latin1.getBytes(StandardCharsets.ISO_8859_1);
        String whole = readCut(input, input.length, new Random(0));
        assertThat(readCut(input, 1, new Random(0))).as("octet by octet").isEqualTo(whole);
        for (int seed = 0; seed < 8; seed++) {
            assertThat(readCut(input, Math.max(1, input.length / 2), new Random(seed)))
                    .as("in random cuts")
                    .isEqualTo(whole);
        }
        return whole;
    }

    private static String readCut(byte[] input, int most, Random random) {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        ByteBuf in = Unpooled.buffer();
        int at = 0;
        try {
            while (at < input.length) {
                int size = Math.min(most == input.length ? most : 1 + random.nextInt(most), input.length - at);
                in.writeBytes(input, at, size);
                at += size;
                ProxyHeader header = decoder.decode(in);
                if (header != null) {
                    in.writeBytes(input, at, input.length - at);
                    return text(header) + " " + in.toString(StandardCharsets.ISO_8859_1);
                }
            }
            return "more";
        } catch (ProtocolException e) {
            return e.violation().name();
        } finally {
            in.release();
        }
    }

    private static String text(ProxyHeader header) {
        return switch (header) {
            case ProxyHeader.Local _ -> "local";
            case ProxyHeader.Forwarded forwarded ->
                "[" + forwarded.client().text() + "]:" + forwarded.client().port();
        };
    }

    private static String octets(String hex) {
        return new String(HexFormat.of().parseHex(hex.replace(" ", "")), StandardCharsets.ISO_8859_1);
    }

    private static String block(String hex) {
        return octets(SIGNATURE + hex);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 192.0.2.7 198.51.100.1 56324 443,       '[192.0.2.7]:56324'",
        "TCP4 255.255.255.255 0.0.0.0 65535 0,        '[255.255.255.255]:65535'",
        "TCP6 2001:db8::7 2001:db8::1 56324 443,      '[2001:db8::7]:56324'",
        "TCP6 ::ffff:192.0.2.7 ::ffff:10.0.0.1 1 2,   '[192.0.2.7]:1'",
        "UNKNOWN,                                     local",
        "UNKNOWN ffff::1 whatever,                    local",
    })
    void readsALine(String line, String header) {
        assertThat(read("PROXY " + line + "\r\n" + TRAILING)).isEqualTo(header + " " + TRAILING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "UDP4 192.0.2.7 198.51.100.1 1 2",
                "tcp4 192.0.2.7 198.51.100.1 1 2",
                "TCP4",
                "TCP4 192.0.2.7 198.51.100.1 1",
                "TCP4 192.0.2.7 198.51.100.1 1 2 3",
                "TCP4 192.0.2.7 198.51.100.1 1 2 ",
                "TCP4  192.0.2.7 198.51.100.1 1 2",
                " TCP4 192.0.2.7 198.51.100.1 1 2",
                "TCP4 192.0.2.07 198.51.100.1 1 2",
                "TCP4 192.0.2 198.51.100.1 1 2",
                "TCP4 192.0.2.7 198.51.100 1 2",
                "TCP4 2001:db8::7 2001:db8::1 1 2",
                "TCP4 192.0.2.7 198.51.100.1 65536 2",
                "TCP4 192.0.2.7 198.51.100.1 1 65536",
                "TCP4 192.0.2.7 198.51.100.1 +1 2",
                "TCP4 192.0.2.7 198.51.100.1 01 2",
                "TCP4 192.0.2.7 198.51.100.1 -1 2",
                "TCP6 [2001:db8::7] 2001:db8::1 1 2",
                "TCP6 2001:db8::7%eth0 2001:db8::1 1 2",
                "UNKNOWN2"
            })
    void refusesAMalformedLine(String line) {
        assertThat(read("PROXY " + line + "\r\n" + TRAILING)).isEqualTo("PROXY_LINE_MALFORMED");
    }

    @Test
    void aLineEndsWithBothCrAndLf() {
        assertThat(read("PROXY UNKNOWN\n" + TRAILING)).isEqualTo("PROXY_LINE_MALFORMED");
        assertThat(read("PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r" + TRAILING)).isEqualTo("PROXY_LINE_MALFORMED");
    }

    @Test
    void aLineHasAtMost107Octets() {
        String start = "PROXY UNKNOWN ";
        String most = start + "x".repeat(107 - 2 - start.length()) + "\r\n";
        assertThat(read(most + TRAILING)).isEqualTo("local " + TRAILING);
        assertThat(read(start + "x".repeat(108 - 2 - start.length()) + "\r\n")).isEqualTo("PROXY_LINE_TOO_LONG");
        assertThat(read(most.substring(0, 106))).isEqualTo("more");
        assertThat(read(start + "x".repeat(200))).isEqualTo("PROXY_LINE_TOO_LONG");
    }

    @ParameterizedTest
    @CsvSource({
        // command and family, length, addresses, TLVs
        "21 11 000c c0000207 c6336401 dc04 01bb,                                      '[192.0.2.7]:56324'",
        "21 12 000c c0000207 c6336401 dc04 01bb,                                      '[192.0.2.7]:56324'",
        "21 11 0010 c0000207 c6336401 dc04 01bb 04 0001 00,                           '[192.0.2.7]:56324'",
        "21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 dc04 01bb,"
                + " '[2001:db8::7]:56324'",
        "21 21 0024 00000000000000000000ffffc0000207 00000000000000000000ffff0a000001 0001 0002, '[192.0.2.7]:1'",
        "21 00 0000,                                                                  local",
        "21 00 0003 010203,                                                           local",
        "20 00 0000,                                                                  local",
        "20 11 000c c0000207 c6336401 dc04 01bb,                                      local",
        "20 11 0001 00,                                                               local",
        "20 ff 0001 00,                                                               local",
    })
    void readsABlock(String hex, String header) {
        assertThat(read(block(hex) + TRAILING)).isEqualTo(header + " " + TRAILING);
    }

    @Test
    void readsTheAddressesOfUnixSockets() {
        String path = "2f72756e2f6e67696e78" + "00".repeat(98);
        assertThat(read(block("21 31 00d8" + path + path) + TRAILING)).isEqualTo("[]:0 " + TRAILING);
    }

    @Test
    void skipsWhatFollowsTheAddressesWithoutKeepingIt() {
        byte[] header = block("21 11 ffff c0000207 c6336401 dc04 01bb").getBytes(StandardCharsets.ISO_8859_1);
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        ByteBuf in = Unpooled.buffer().writeBytes(header);
        assertThat(decoder.decode(in)).isNull();
        for (int i = 0; i < 65_535 - 12; i++) {
            assertThat(in.isReadable()).isFalse();
            in.clear().writeByte('x');
            ProxyHeader read = decoder.decode(in);
            assertThat(read == null).isEqualTo(i < 65_535 - 13);
        }
        in.release();
    }

    @ParameterizedTest
    @CsvSource({
        "01 11 000c, PROXY_VERSION",
        "11 11 000c, PROXY_VERSION",
        "31 11 000c, PROXY_VERSION",
        "a1 11 000c, PROXY_VERSION",
        "22 11 000c, PROXY_COMMAND",
        "2f 00 0000, PROXY_COMMAND",
        "21 13 000c, PROXY_FAMILY",
        "21 10 000c, PROXY_FAMILY",
        "21 01 000c, PROXY_FAMILY",
        "21 41 000c, PROXY_FAMILY",
        "21 11 000b, PROXY_ADDRESSES_CUT",
        "21 11 0000, PROXY_ADDRESSES_CUT",
        "21 21 0023, PROXY_ADDRESSES_CUT",
        "21 31 00d7, PROXY_ADDRESSES_CUT",
    })
    void refusesAMalformedBlock(String hex, ProxyHeaderViolation violation) {
        assertThat(read(block(hex) + TRAILING)).isEqualTo(violation.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PUT / HTTP/1.1\r\n",
                "PROXYTCP4 1.2.3.4",
                "proxy UNKNOWN\r\n",
                " PROXY UNKNOWN\r\n",
                "\0",
                "\r\n\r\nx",
                "\r\n\r\n\0\r\nQUIT\r"
            })
    void refusesAConnectionThatBeginsOtherwise(String input) {
        assertThat(read(input)).isEqualTo("PROXY_HEADER_MISSING");
    }

    @Test
    void refusesAtTheFirstOctetThatDoesNotFit() {
        assertThat(read("G")).isEqualTo("PROXY_HEADER_MISSING");
        assertThat(read("PR\n")).isEqualTo("PROXY_HEADER_MISSING");
        assertThat(read("P")).isEqualTo("more");
        assertThat(read("\r\n\r\n")).isEqualTo("more");
    }

    @Test
    void anyInputIsReadTheSameInAnyCutOrRefused() {
        Random random = new Random(1);
        String[] seeds = {
            "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n",
            "PROXY TCP6 2001:db8::7 ::1 5 4\r\n",
            "PROXY UNKNOWN\r\n",
            block("21 11 000c c0000207 c6336401 dc04 01bb"),
            block("21 11 000f c0000207 c6336401 dc04 01bb 030000"),
            block("20 00 0000")
        };
        Set<ProxyHeaderViolation> met = EnumSet.noneOf(ProxyHeaderViolation.class);
        int accepted = 0;
        for (int i = 0; i < FUZZED; i++) {
            byte[] input = (seeds[random.nextInt(seeds.length)] + TRAILING).getBytes(StandardCharsets.ISO_8859_1);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            String whole = readCut(input, input.length, random);
            assertThat(readCut(input, 1 + random.nextInt(20), random)).isEqualTo(whole);
            if (whole.startsWith("PROXY_")) {
                met.add(ProxyHeaderViolation.valueOf(whole));
            } else if (!whole.equals("more")) {
                accepted++;
            }
        }
        assertThat(accepted).isGreaterThan(FUZZED / 4);
        // the clock's, and lines here are too short for the other
        met.add(ProxyHeaderViolation.PROXY_HEADER_TIMEOUT);
        met.add(ProxyHeaderViolation.PROXY_LINE_TOO_LONG);
        assertThat(met).containsExactlyInAnyOrder(ProxyHeaderViolation.values());
    }
}
