// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.transport.front.RawClient.Reply;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are turned away, and what their clients and the observers see of it. */
final class RefusalTest {
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "400, FIELD_NAME_SPACE,      'GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n'",
        "400, HOST_MISSING,          'GET / HTTP/1.1\\r\\n\\r\\n'",
        "400, LENGTH_AND_CODING,     'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n'",
        "501, CODING_UNKNOWN,        'POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n'",
        "505, VERSION_UNSUPPORTED,   'GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n'",
        "501, METHOD_CONNECT,        'CONNECT a:1 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'",
        "417, UNKNOWN_EXPECTATION,   'GET / HTTP/1.1\\r\\nHost: a\\r\\nExpect: x\\r\\n\\r\\n'",
    })
    void answersAndCloses(int status, String cause, String request) {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect().send(unescape(request) + NEXT);
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(reply.field("Date")).isNotNull();
            assertThat(reply.body()).startsWith(status + " ");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitRefusal().violation().name()).isEqualTo(cause);
            assertThat(front.front().counters().refused()).containsEntry(cause, 1L);
            assertThat(started).as("not an octet after the error is read").isEmpty();
            front.assertNothingElseObserved();
        }
    }

    @Test
    void refusesALongRequestLineWith414AndLargeFieldsWith431() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            String target = "/" + "x".repeat(2000);
            assertThat(front.connect()
                            .send("GET " + target + " HTTP/1.1\r\n")
                            .read()
                            .status())
                    .isEqualTo(414);
            String fields = "X: " + "x".repeat(9000) + "\r\n";
            assertThat(front.connect()
                            .send("GET / HTTP/1.1\r\nHost: a\r\n" + fields)
                            .read()
                            .status())
                    .isEqualTo(431);
            String many = "X: 1\r\n".repeat(51);
            assertThat(front.connect().send("GET / HTTP/1.1\r\n" + many).read().status())
                    .isEqualTo(431);
        }
    }

    @Test
    void sendsNoBodyInAnswerToHead() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send("HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 417 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void answersThePipelinedRequestsBeforeTheBadOne() {
        try (TestFront front = TestFront.serving(Answers.target())) {
            RawClient client = front.connect().send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nBAD\r\n\r\n" + NEXT);
            assertThat(client.read().body()).isEqualTo("/1");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void theClientSeesTheRefusalOfAnUploadThatItGoesOnSending() {
        byte[] much = new byte[8 * 1024 * 1024];
        try (TestFront front = TestFront.serving(Limits.body(1000, 100, true), Answers.echo())) {
            RawClient client = front.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + much.length + "\r\n\r\n")
                    .send(much);
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.readToEnd()).isEmpty();
            client.close();
            front.awaitConnections(0);
        }
    }

    @Test
    void theClientSeesTheRefusalOfARequestAfterWhichItStoppedSending() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send("BAD\r\n\r\n").finish();
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
            front.awaitConnections(0);
        }
    }
}
