// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The octets are what {@code python3 -c "import marshal; marshal.dumps(..., 2)"} writes. */
final class KeeperMessagesTest {
    private static final HexFormat HEX = HexFormat.of();

    private static KeeperEvent decode(String hex) {
        return KeeperMessages.decode(HEX.parseHex(hex.replace(" ", "")));
    }

    private static String text(String text) {
        return "75 " + HEX.formatHex(new byte[] {(byte) text.length(), 0, 0, 0})
                + HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void areEncodedAsListsBehindTheirSize() {
        assertThat(HEX.formatHex(KeeperMessages.encode("signal", 3, 0, 15)))
                .isEqualTo("1c000000" + "5b04000000" + "7a067369676e616c" + "6903000000" + "6900000000" + "690f000000");
        byte[] run = KeeperMessages.encode("run", 1, "true", How.job().keys());
        assertThat(run.length - Integer.BYTES).isEqualTo(run[0]);
        assertThat(KeeperMessages.encode("hooks", "asap", List.of("exec:true"))).hasSizeGreaterThan(20);
    }

    @Test
    void eventsAreDecoded() {
        assertThat(decode("28 03000000" + text("started") + "69 05000000 69 d2040000"))
                .isEqualTo(new KeeperEvent.Started(5, 1234));
        assertThat(decode("28 03000000" + text("exited") + "69 05000000 69 f7ffffff"))
                .isEqualTo(new KeeperEvent.Exited(5, -9));
        assertThat(decode("28 02000000" + text("closed") + "69 05000000")).isEqualTo(new KeeperEvent.Closed(5));
        assertThat(decode("28 05000000" + text("hooked") + text("no") + "69 ffffffff" + text("/d") + "7b" + text("A")
                        + text("b") + "30"))
                .isEqualTo(new KeeperEvent.Hooked("no", -1, "/d", Map.of("A", "b")));
        assertThat(decode("28 03000000" + text("output") + "69 05000000 73 02000000 ff0a"))
                .isInstanceOfSatisfying(KeeperEvent.Output.class, output -> {
                    assertThat(output.id()).isEqualTo(5);
                    assertThat(output.octets()).containsExactly(0xff, '\n');
                });
    }

    @Test
    void whatIsNoneIsRefused() {
        for (String hex : Arrays.asList(
                "28 02000000" + text("exited") + "69 05000000",
                "28 03000000" + text("exited") + "69 05000000" + text("x"),
                "28 01000000" + text("unknown"),
                "28 05000000" + text("hooked") + "4e 4e 4e 4e",
                "28 03000000" + text("output") + "69 05000000 73 09000000 ff0a",
                "28 00000000",
                "4e")) {
            assertThatIllegalArgumentException().as(hex).isThrownBy(() -> decode(hex));
        }
    }
}
