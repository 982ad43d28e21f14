// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.http1.ResponseFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyBoundTest {
    private final BodyBound bound = new BodyBound();

    private void begin(int status, long length) {
        bound.begin(ResponseFraming.toGateway(false, status, length), length);
    }

    private String trimmed(String text) {
        ByteBuf part = bound.trim(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        return part.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"200, -1, abcdef", "200, 4, abcd", "200, 6, abcdef", "200, 9, abcdef", "200, 0, ''", "204, -1, ''"})
    void cutsOffWhatMayNotGoOut(int status, long length, String expected) {
        begin(status, length);
        assertThat(trimmed("abcdef")).isEqualTo(expected);
    }

    @Test
    void countsOverAllParts() {
        begin(200, 5);
        assertThat(trimmed("abc")).isEqualTo("abc");
        assertThat(bound.isShort()).isTrue();
        assertThat(bound.take(10)).isEqualTo(2);
        assertThat(bound.isShort()).isFalse();
        assertThat(trimmed("more")).isEmpty();
    }

    @Test
    void anAnswerThatBrokeOffIsShortOfNothing() {
        begin(200, 5);
        bound.forgo();
        assertThat(bound.isShort()).isFalse();
        assertThat(bound.take(1)).isZero();
    }

    @Test
    void isNewWithEachAnswer() {
        begin(200, 5);
        begin(304, 7);
        assertThat(bound.form()).isEqualTo(ResponseFraming.Body.NONE);
        assertThat(bound.isShort()).isFalse();
    }
}
