// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.forwarded.Node;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {

    private static Node node(String text) {
        return Objects.requireNonNull(Node.parse(text));
    }

    private static Network network(String text) {
        return Objects.requireNonNull(Network.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,        true",
        "127.255.0.9,      true",
        "::1,              true",
        "::ffff:127.0.0.1, true",
        "unix:,            true",
        "128.0.0.1,        false",
        "10.0.0.1,         false",
        "::2,              false",
        "0.0.0.0,          false",
        "::,               false",
    })
    void whatIsOnThisMachine(String node, boolean trusted) {
        assertThat(TrustedProxies.onThisMachine().trusts(node(node))).isEqualTo(trusted);
    }

    @Test
    void everybodyAndNobody() {
        for (String each : List.of("8.8.8.8", "2001:db8::1", "unix:")) {
            assertThat(TrustedProxies.everybody().trusts(node(each))).isTrue();
            assertThat(new TrustedProxies(List.of(), false).trusts(node(each))).isFalse();
        }
    }

    @Test
    void networksOfEitherKind() {
        TrustedProxies proxies =
                new TrustedProxies(List.of(network("192.0.2.0/24"), network("2001:db8::/32"), network("::1")), false);
        assertThat(List.of("192.0.2.77", "2001:db8:5::1", "::1", "::ffff:192.0.2.1"))
                .allMatch(text -> proxies.trusts(node(text)));
        assertThat(List.of("192.0.3.1", "2001:db9::1", "::2", "unix:", "127.0.0.1"))
                .noneMatch(text -> proxies.trusts(node(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10/8", "::/129", "/8"})
    void whatIsNoNetwork(String text) {
        assertThat(Network.parse(text)).isNull();
    }
}
