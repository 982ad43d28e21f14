// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.forwarded.Node;
import io.merapi.transport.client.TrustedProxies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code trusted-proxies}. */
final class ProxySettingsTest {
    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void start() throws IOException {
        given = new Given(directory);
    }

    private String trusted(String... settings) {
        String[] arguments = List.of(settings).stream()
                .map(text -> "--trusted-proxies=" + text)
                .toArray(String[]::new);
        TrustedProxies proxies = given.served(arguments).proxies();
        StringBuilder names = new StringBuilder();
        for (String each : List.of("127.0.0.1", "10.1.2.3", "192.0.2.1", "2001:db8::1", "unix:")) {
            names.append(proxies.trusts(Objects.requireNonNull(Node.parse(each))) ? each + " " : "");
        }
        return names.toString().strip();
    }

    @ParameterizedTest
    @CsvSource({
        "'10.0.0.0/8',                     10.1.2.3",
        "'10.1.2.3',                       10.1.2.3",
        "'10.0.0.0/8,192.0.2.1',           10.1.2.3 192.0.2.1",
        "' 10.0.0.0/8 , 192.0.2.0/24 ',    10.1.2.3 192.0.2.1",
        "'10.0.0.0/8 2001:db8::/32',       10.1.2.3 2001:db8::1",
        "'unix',                           unix:",
        "'unix,127.0.0.1',                 127.0.0.1 unix:",
        "'*',                              127.0.0.1 10.1.2.3 192.0.2.1 2001:db8::1 unix:",
        "'10.0.0.0/8,*',                   127.0.0.1 10.1.2.3 192.0.2.1 2001:db8::1 unix:",
        "'none',                           ''",
    })
    void namesWhoIsBelieved(String setting, String names) {
        assertThat(trusted(setting)).isEqualTo(names);
    }

    @Test
    void eachKindOfListenerHasItsOwnSwitchForProxyHeaders() {
        ServerConfig config = given.config("--http=:1", "--http-socket=:2", "--module=app", "--enable-proxy-protocol");
        assertThat(config.listening().listeners())
                .extracting(listener -> listener.spec().proxyProtocol())
                .containsExactly(false, true);
    }

    @Test
    void severalSettingsAddUp() {
        assertThat(trusted("10.0.0.0/8", "unix")).isEqualTo("10.1.2.3 unix:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "proxy.test     | 'proxy.test' is not an address or a network;"
                        + " write --trusted-proxies 10.0.0.0/8, unix, * or none",
                "10.0.0.0/33    | '10.0.0.0/33' is not an address or a network;"
                        + " write --trusted-proxies 10.0.0.0/8, unix, * or none",
                "``             | there is no address; write --trusted-proxies 10.0.0.0/8, unix, * or none",
                "10.1.2.3/8     | 10.1.2.3/8 names an address and a network; write 10.0.0.0/8 or 10.1.2.3",
                "2001:db8::1/32 | 2001:db8::1/32 names an address and a network; write 2001:db8::/32 or 2001:db8::1",
                "none,10.1.2.3  | both none and others are named; take one of them away",
            })
    void refusesWhatNamesNobody(String setting, String message) {
        assertThat(given.errors("--http=:0", "--module=app", "--trusted-proxies=" + setting))
                .containsExactly("command line: trusted-proxies: " + message);
    }
}
