// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Vars;
import io.merapi.protocol.forwarded.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientTest {
    private static final Addressee HERE = new Addressee("server.test", 8000, "http");

    private static Entrance entrance(boolean unix, TrustedProxies proxies) {
        return new Entrance(HERE, unix, false, proxies);
    }

    private static Client client(String node) {
        return new Client(Objects.requireNonNull(Node.parse(node)), entrance(false, TrustedProxies.onThisMachine()));
    }

    private static Map<String, String> map(Vars vars) {
        Map<String, String> map = new TreeMap<>();
        vars.forEach(map::put);
        assertThat(vars.count()).isEqualTo(map.size());
        return map;
    }

    private static Claims claims(Map<Claims.Field, String> values) {
        return Claims.of(values::get);
    }

    @Test
    void theOtherEndOfASocket() throws Exception {
        InetAddress mapped = InetAddress.getByAddress(
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 192, 0, 2, 7});
        Client client =
                Client.of(new InetSocketAddress(mapped, 40000), entrance(false, TrustedProxies.onThisMachine()));
        assertThat(client.address()).isEqualTo("192.0.2.7");
        assertThat(map(client.sender().vars()))
                .isEqualTo(Map.of(
                        "REMOTE_ADDR", "192.0.2.7",
                        "REMOTE_PORT", "40000",
                        "SCRIPT_NAME", "",
                        "SERVER_NAME", "server.test",
                        "SERVER_PORT", "8000",
                        "wsgi.url_scheme", "http"));
    }

    @Test
    void theOtherEndOfAUnixSocketHasNoAddress() {
        Client client = Client.of(null, entrance(true, TrustedProxies.onThisMachine()));
        assertThat(client.address()).isEmpty();
        assertThat(map(client.sender().vars())).containsEntry("REMOTE_ADDR", "").containsEntry("REMOTE_PORT", "");
        Sender sender = client.sender(claims(Map.of(Claims.Field.X_FORWARDED_FOR, "203.0.113.9")));
        assertThat(sender.address()).isEqualTo("203.0.113.9");
    }

    @Test
    void whoseConnectionIsLostIsNotTakenForOneAtAUnixSocket() {
        Client client = Client.of(null, entrance(false, TrustedProxies.onThisMachine()));
        assertThat(client.sender(claims(Map.of(Claims.Field.X_FORWARDED_FOR, "203.0.113.9"))))
                .isSameAs(client.sender());
    }

    @Test
    void aStrangerIsNotBelieved() {
        Client client = client("192.0.2.7");
        Sender sender = client.sender(
                claims(Map.of(Claims.Field.X_FORWARDED_FOR, "203.0.113.9", Claims.Field.X_FORWARDED_PROTO, "https")));
        assertThat(sender).isSameAs(client.sender());
        assertThat(sender.passed()).isEqualTo(Sender.Passed.NONE);
    }

    @Test
    void aTrustedProxyIs() {
        Sender sender = client("127.0.0.1:5")
                .sender(claims(Map.of(
                        Claims.Field.X_FORWARDED_FOR, "203.0.113.9:47",
                        Claims.Field.X_FORWARDED_PROTO, "https",
                        Claims.Field.X_FORWARDED_HOST, "a.test")));
        assertThat(sender.address()).isEqualTo("203.0.113.9");
        assertThat(sender.host()).isEqualTo("a.test");
        assertThat(sender.passed()).isEqualTo(Sender.Passed.X_FORWARDED);
        assertThat(map(sender.vars()))
                .isEqualTo(Map.of(
                        "REMOTE_ADDR", "203.0.113.9",
                        "REMOTE_PORT", "47",
                        "SCRIPT_NAME", "",
                        "SERVER_NAME", "a.test",
                        "SERVER_PORT", "443",
                        "wsgi.url_scheme", "https"));
    }

    @Test
    void thePortOfTheConnectionIsNotTheClients() {
        Sender sender = client("127.0.0.1:5").sender(claims(Map.of(Claims.Field.X_FORWARDED_FOR, "203.0.113.9")));
        assertThat(map(sender.vars())).containsEntry("REMOTE_PORT", "").containsEntry("SERVER_PORT", "8000");
    }

    @Test
    void aWebServerSaysWhoItsClientIsAndWhetherThatIsAProxy() {
        Client webServer = client("unix:");
        Claims claims = claims(Map.of(Claims.Field.X_FORWARDED_FOR, "203.0.113.9"));
        assertThat(webServer.origin("192.0.2.7", claims)).as("a stranger").isNull();
        assertThat(webServer.origin("nonsense", claims)).isNull();
        assertThat(webServer.origin("127.0.0.1", claims(Map.of())))
                .as("nothing is said")
                .isNull();
        Origin expected = new Origin(Objects.requireNonNull(Node.parse("203.0.113.9")), null, null, 0);
        assertThat(webServer.origin("127.0.0.1", claims)).isEqualTo(expected);
        assertThat(webServer.origin("unix:", claims)).isEqualTo(expected);
        assertThat(webServer.origin(null, claims)).isEqualTo(expected);
        assertThat(client("192.0.2.7").origin(null, claims)).isNull();
    }

    @Test
    void forwardedIsPassedOnWhereItIsBelieved() {
        Sender sender = client("127.0.0.1:5").sender(claims(Map.of(Claims.Field.FORWARDED, "for=203.0.113.9")));
        assertThat(sender.address()).isEqualTo("203.0.113.9");
        assertThat(sender.passed()).isEqualTo(Sender.Passed.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // scheme, host, port said; name, port
                "-,     -,           0,    server.test, 8000",
                "https, -,           0,    server.test, 443",
                "http,  -,           0,    server.test, 80",
                "-,     a.test,      0,    a.test,      80",
                "https, a.test,      0,    a.test,      443",
                "https, a.test:8443, 0,    a.test,      8443",
                "https, a.test:,     0,    a.test,      443",
                "https, a.test:8443, 9443, a.test,      9443",
                "-,     -,           9443, server.test, 9443",
                "https, [::1],       0,    [::1],       443",
                "https, [::1]:81,    0,    [::1],       81",
            })
    void whomARequestIsFor(String scheme, String host, int port, String name, int serverPort) {
        Addressee addressee = HERE.of(new Origin(Node.UNIX, scheme, host, port));
        assertThat(addressee).isEqualTo(new Addressee(name, serverPort, scheme == null ? "http" : scheme));
    }
}
