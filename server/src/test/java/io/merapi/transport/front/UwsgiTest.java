// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.merapi.transport.front.GatewayClient.Answer;
import io.merapi.transport.socket.ListenerProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the uwsgi protocol has. */
final class UwsgiTest {

    private static GatewayClient send(TestFront front, int modifier1, Map<String, String> variables) {
        ByteBuf out = Unpooled.buffer();
        UwsgiEncoder.packet(out, modifier1, 0, variables);
        return new GatewayClient(front, ListenerProtocol.UWSGI).octets(out);
    }

    @Test
    void answersAPingThatItIsThere() {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = send(front, 100, Map.of()).raw();
            assertThat(client.readToEnd()).isEqualTo("d\0\0\1");
            client.close();
            front.awaitConnections(0);
            assertThat(started).isEmpty();
            front.assertNothingElseObserved();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 17, 31, 111, 173, 224, 255})
    void refusesWhatIsNeitherARequestNorAPing(int modifier1) {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            Answer answer =
                    send(front, modifier1, GatewayClient.variables("GET", "/")).answer();
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.body()).contains("modifier1");
            assertThat(front.awaitRefusal().violation().name()).isEqualTo("MODIFIER_UNKNOWN");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/app, /app/x, /app, /x",
        "/app, /app,   /app, ''",
        "/app, /apple, /app, /apple",
        "/app, /x,     /app, /x",
        "'',   /x,     '',   /x",
    })
    void takesTheScriptNameOffThePathWhereThePacketSaysSo(
            String script, String path, String scriptName, String pathInfo) {
        try (TestFront front = TestFront.serving(exchange -> Answers.answer(
                exchange,
                exchange.request().vars().get("SCRIPT_NAME") + " "
                        + exchange.request().vars().get("PATH_INFO")))) {
            Map<String, String> variables = GatewayClient.variables("GET", path);
            variables.put("SCRIPT_NAME", script);
            assertThat(send(front, 30, variables).answer().body()).isEqualTo(scriptName + " " + pathInfo);
            assertThat(send(front, 0, variables).answer().body()).isEqualTo(script + " " + path);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https, '',  https",
        "HTTP,  on,  http",
        "file,  on,  https",
        "'',    1,   https",
        "'',    On,  https",
        "'',    off, http",
        "'',    '',  http",
    })
    void takesTheSchemeForHttpOrHttps(String scheme, String https, String expected) {
        try (TestFront front = TestFront.serving(exchange ->
                Answers.answer(exchange, "" + exchange.request().vars().get("wsgi.url_scheme")))) {
            Map<String, String> variables = GatewayClient.variables("GET", "/");
            variables.put("UWSGI_SCHEME", scheme);
            variables.put("HTTPS", https);
            assertThat(send(front, 0, variables).answer().body()).isEqualTo(expected);
        }
    }

    @Test
    void tellsABrowserThatItIsInTheWrongPlace() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect(ListenerProtocol.UWSGI).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(front.awaitRefusal().violation().name()).isEqualTo("HTTP_INSTEAD_OF_UWSGI");
        }
    }

    @Test
    void takesThePacketOfTheLargestSize() {
        try (TestFront front = TestFront.serving(exchange -> Answers.answer(
                exchange,
                String.valueOf(exchange.request().vars().get("HTTP_X")).length() + ""))) {
            Map<String, String> variables = GatewayClient.variables("GET", "/");
            int size = variables.entrySet().stream()
                    .mapToInt(
                            each -> 4 + each.getKey().length() + each.getValue().length())
                    .sum();
            int left = 65_535 - size - 4 - "HTTP_X".length();
            variables.put("HTTP_X", "x".repeat(left));
            assertThat(send(front, 0, variables).answer().body()).isEqualTo(Integer.toString(left));
        }
    }
}
