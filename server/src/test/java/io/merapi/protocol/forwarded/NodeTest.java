// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7239 section 6, and what is found in X-Forwarded-For. */
final class NodeTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,            192.0.2.1,   0",
        "192.0.2.1:80,         192.0.2.1,   80",
        "192.0.2.1:0,          192.0.2.1,   0",
        "192.0.2.1:_secret,    192.0.2.1,   0",
        "2001:db8::1,          2001:db8::1, 0",
        "[2001:db8::1],        2001:db8::1, 0",
        "[2001:db8::1]:65535,  2001:db8::1, 65535",
        "[::ffff:192.0.2.1]:1, 192.0.2.1,   1",
        "unix:,                '',          0",
        "unix,                 '',          0",
    })
    void readsAnAddressWithOrWithoutPort(String text, String address, int port) {
        Node node = Objects.requireNonNull(Node.parse(text));
        assertThat(node.text()).isEqualTo(address);
        assertThat(node.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "example.com",
                "localhost:80",
                "192.0.2.1:",
                "192.0.2.1:65536",
                "192.0.2.1:123456",
                "192.0.2.1:-1",
                "192.0.2.1:x",
                "192.0.2.1 ",
                "[192.0.2.1]:80",
                "[2001:db8::1",
                "2001:db8::1]",
                "[2001:db8::1]80",
                "[]",
                "[]:80",
                "\"192.0.2.1\"",
                "unix:/run/x"
            })
    void refusesWhatNamesNoAddress(String text) {
        assertThat(Node.parse(text)).as(text).isNull();
    }
}
