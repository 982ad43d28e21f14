// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.MessageForm;
import io.merapi.observe.sink.ScriptedTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ApplicationOutputTest {
    private final ScriptedTarget target = new ScriptedTarget();
    private final LogSink sink = LogSink.open(target, new MessageForm(Clock.systemUTC(), null));

    @AfterEach
    void close() {
        sink.close();
    }

    private String carried(String output) throws InterruptedException {
        return carried(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
    }

    private String carried(InputStream output) throws InterruptedException {
        ApplicationOutput.carry(output, sink).join();
        sink.close();
        return target.text();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void linesArriveUnchanged() throws InterruptedException {
        String output = "one\n\n\ttwo \u00e9 \033[31mred\n".repeat(10_000);
        assertThat(carried(output)).isEqualTo(output);
    }

    @Test
    void aLastLineWithoutLineFeedGetsOne() throws InterruptedException {
        assertThat(carried("one\ntwo")).isEqualTo("one\ntwo\n");
    }

    @Test
    void nothingIsNoLine() throws InterruptedException {
        assertThat(carried("")).isEmpty();
    }

    @Test
    void aLineLongerThanTheBufferArrivesWhole() throws InterruptedException {
        String line = "x".repeat(200_000) + "\n";
        assertThat(carried(line + "y\n")).isEqualTo(line + "y\n");
    }

    @Test
    void noOtherLineGetsIntoOneThatIsStillBeingWritten() throws IOException, InterruptedException {
        PipedOutputStream application = new PipedOutputStream();
        Thread carrier = ApplicationOutput.carry(new PipedInputStream(application), sink);
        application.write(octets("first\nsec"));
        application.flush();
        target.awaitAttempts(1);
        byte[] other = octets("other\n");
        sink.offer(other, 0, other.length);
        assertThat(sink.flush(Duration.ofSeconds(10))).isTrue();
        application.write(octets("ond\n"));
        application.close();
        carrier.join();
        sink.close();
        assertThat(target.text()).isEqualTo("first\nother\nsecond\n");
    }

    @Test
    void aPipeThatBreaksEndsTheOutput() throws InterruptedException {
        InputStream broken = new InputStream() {
            private int reads;

            @Override
            public int read() throws IOException {
                throw new IOException("not used");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (reads++ > 0) {
                    throw new IOException("Input/output error");
                }
                into[offset] = 'x';
                return 1;
            }
        };
        assertThat(carried(broken)).isEqualTo("x\n");
    }
}
