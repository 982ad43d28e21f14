// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4291 section 2.2, RFC 5952, RFC 6943 section 3.1.1. */
final class IpAddressTest {

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,                                 0.0.0.0",
        "192.0.2.1,                               192.0.2.1",
        "255.255.255.255,                         255.255.255.255",
        "::,                                      ::",
        "::1,                                     ::1",
        "1::,                                     1::",
        "2001:DB8::1,                             2001:db8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "1:2:3:4:5:6:7:8,                         1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::,                         1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8,                         0:2:3:4:5:6:7:8",
        "64:ff9b::192.0.2.33,                     64:ff9b::c000:221",
        "1:2:3:4:5:6:192.0.2.33,                  1:2:3:4:5:6:c000:221",
        "::ffff:192.0.2.1,                        192.0.2.1",
        "::ffff:c000:201,                         192.0.2.1",
        "0:0:0:0:0:ffff:192.0.2.1,                192.0.2.1",
    })
    void readsAndWritesAddresses(String text, String written) {
        assertThat(address(text)).hasToString(written);
        assertThat(address(written)).isEqualTo(address(text)).hasSameHashCodeAs(address(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "01.2.3.4",
                "1.2.3.00",
                "256.1.1.1",
                "1.2.3.4 ",
                "+1.2.3.4",
                "0x1.2.3.4",
                "1.2.3.4/8",
                "\u0661.2.3.4",
                ":",
                ":::",
                ":1",
                "1:",
                "1::2::3",
                "1:::2",
                ":1::",
                "::1:",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4::",
                "1:1.2.3.4::",
                "::1.2.3.4:1",
                "::1.2.3",
                "::01.2.3.4",
                "::1%lo",
                "[::1]",
                "0000000000000000000000000000000000000000000001"
            })
    void refusesWhatIsNone(String text) {
        assertThat(IpAddress.parse(text)).as(text).isNull();
    }

    @Test
    void isMadeOfFourOctetsOrSixteen() {
        assertThat(IpAddress.of(new byte[] {(byte) 192, 0, 2, 1})).isEqualTo(address("192.0.2.1"));
        assertThat(IpAddress.of(new byte[16])).isEqualTo(address("::"));
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,         192.0.2.1,   32, true",
        "192.0.2.1,         192.0.2.2,   32, false",
        "192.0.2.1,         192.0.2.2,   31, false",
        "192.0.2.2,         192.0.2.3,   31, true",
        "10.200.0.1,        10.0.0.0,     8, true",
        "11.0.0.1,          10.0.0.0,     8, false",
        "172.31.255.255,    172.16.0.0,  12, true",
        "172.32.0.0,        172.16.0.0,  12, false",
        "8.8.8.8,           0.0.0.0,      0, true",
        "::1,               0.0.0.0,      0, false",
        "2001:db8:1::5,     2001:db8::,  32, true",
        "2001:db9::5,       2001:db8::,  32, false",
        "2001:db8:8000::1,  2001:db8::,  33, false",
        "::ffff:10.1.2.3,   10.0.0.0,     8, true",
    })
    void comparesItsFirstBits(String text, String network, int bits, boolean within) {
        assertThat(address(text).startsWith(address(network), bits)).isEqualTo(within);
    }
}
