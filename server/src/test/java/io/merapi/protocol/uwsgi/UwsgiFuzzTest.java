// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.uwsgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.cgi.CgiNotes;
import io.merapi.protocol.cgi.CgiVector;
import io.merapi.protocol.cgi.CodecFuzz;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for any octets on a uwsgi socket, tried on very many: read or refused, nothing else. */
final class UwsgiFuzzTest {

    @Test
    void readsOrRefusesAnyPacketTheSameInAnyCut() {
        List<byte[]> good = UwsgiPacketsTest.accepted().stream()
                .filter(vector -> !vector.variables().containsKey("CONTENT_LENGTH"))
                .map(CgiVector::octets)
                .toList();
        List<byte[]> seeds = CgiVector.all("uwsgi/packets.json").stream()
                .map(CgiVector::octets)
                .toList();
        CodecFuzz fuzz = new CodecFuzz(good, seeds, UwsgiPacketsTest::notes, 21);
        assertThat(fuzz.run(UwsgiFuzzTest::check))
                .containsExactlyInAnyOrder(
                        "HTTP_INSTEAD_OF_UWSGI",
                        "VARIABLE_OVERRUN",
                        "NAME_EMPTY",
                        "NAME_MALFORMED",
                        "VALUE_NUL",
                        "VALUE_LINE_END",
                        "CONTENT_LENGTH_MALFORMED",
                        "CONTENT_LENGTH_CONFLICT",
                        "REQUEST_METHOD_CONFLICT");
    }

    private static void check(byte[] packet, List<String> noted) {
        String first = noted.isEmpty() ? "" : noted.getFirst();
        if (first.contains(" ") && !first.equals(model(packet))) {
            assertThat(first).isEqualTo(model(packet));
        }
        if (first.equals("VARIABLE_OVERRUN")) {
            assertThat(model(packet)).isEqualTo("overrun");
        }
    }

    /** The packet's line, read in another way. */
    private static String model(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        int modifier1 = in.get() & 0xff;
        int size = in.getShort() & 0xffff;
        int modifier2 = in.get() & 0xff;
        in.limit(in.position() + size);
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            while (in.hasRemaining()) {
                variables.put(text(in), text(in));
            }
        } catch (BufferUnderflowException e) {
            return "overrun";
        }
        return CgiNotes.line(modifier1 + "/" + modifier2, variables);
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort() & 0xffff];
        in.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
