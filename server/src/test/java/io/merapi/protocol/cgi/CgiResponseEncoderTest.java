// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.cgi.CgiResponseEncoder.StatusForm;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CgiResponseEncoderTest {
    private static final byte[] FIELDS = "A: 1\r\nB: 2\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final ResponseFraming UNKNOWN = ResponseFraming.toGateway(false, 200, -1);

    private static String head(StatusForm form, int status, String reason, ResponseFraming framing) {
        ByteBuf out = Unpooled.buffer(0);
        CgiResponseEncoder.head(out, form, new ResponseLines(status, reason, FIELDS, false), framing);
        String written = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return written;
    }

    @Test
    @DisplayName("RFC 3875 6.3.3: the status is a field, code and reason")
    void tellsTheStatusAsAField() {
        assertThat(head(StatusForm.FIELD, 200, "OK", UNKNOWN)).isEqualTo("Status: 200 OK\r\nA: 1\r\nB: 2\r\n\r\n");
        assertThat(head(StatusForm.FIELD, 299, "Own", UNKNOWN)).startsWith("Status: 299 Own\r\nA");
        assertThat(head(StatusForm.FIELD, 299, "", UNKNOWN)).startsWith("Status: 299 \r\nA");
    }

    @Test
    @DisplayName("RFC 3875 5: an NPH answer begins with a status line")
    void tellsTheStatusAsALine() {
        assertThat(head(StatusForm.LINE, 200, "OK", UNKNOWN)).isEqualTo("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n");
        assertThat(head(StatusForm.LINE, 404, "No", UNKNOWN)).startsWith("HTTP/1.1 404 No\r\nA");
    }

    @ParameterizedTest
    @CsvSource({"FIELD, Status: 200 a  b", "LINE, HTTP/1.1 200 a  b"})
    void nothingInAReasonEndsItsLine(StatusForm form, String line) {
        assertThat(head(form, 200, "a\r\nb", UNKNOWN)).startsWith(line + "\r\nA");
    }

    @Test
    void tellsALengthThatIsKnownAndNothingElse() {
        ResponseFraming framing = ResponseFraming.toGateway(false, 200, 1234567890123L);
        assertThat(head(StatusForm.FIELD, 200, "OK", framing))
                .isEqualTo("Status: 200 OK\r\nA: 1\r\nB: 2\r\nContent-Length: 1234567890123\r\n\r\n");
    }
}
