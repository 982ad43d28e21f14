// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {
    private final Problems problems = new Problems();

    private <T> T read(Kind<T> kind, String... texts) {
        List<Setting> settings = java.util.Arrays.stream(texts)
                .map(text -> new Setting("key", text, new Origin("site.ini", 7)))
                .toList();
        return kind.reader().read(settings, problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "no", "0", "FALSE", "Off", "NO"})
    void flagsAreFalseForTheFalseWords(String word) {
        assertThat(read(Kind.FLAG, word)).isFalse();
        assertThat(read(Kind.FLAG_INVERTED, word)).isTrue();
        assertThat(problems.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "on", "yes", "1", "True"})
    void flagsAreTrueForTheTrueWordsAndWithoutValue(String word) {
        assertThat(read(Kind.FLAG, word)).isTrue();
        assertThat(read(Kind.FLAG_INVERTED, word)).isFalse();
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void flagsAreTrueForNonsenseWithAWarning() {
        assertThat(read(Kind.FLAG, "false # note")).isTrue();
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("site.ini:7: key: everything but false, off, no and 0 is true, and so is 'false # note';"
                        + " write key = off");
    }

    @ParameterizedTest
    @CsvSource({"4,4", "' 4',4", "+4,4", "007,7", "99999999999,2147483647"})
    void integersAreReadAsAtoiDoes(String text, int value) {
        assertThat(read(Kind.INTEGER, text)).isEqualTo(value);
        assertThat(problems.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10k,10", "4 ; four,4", "true,0", "'',0", "four,0", "4.5,4"})
    void integersStopAtNonsenseWithAWarning(String text, int value) {
        assertThat(read(Kind.INTEGER, text)).isEqualTo(value);
        assertThat(problems.warnings()).hasSize(1);
    }

    @Test
    void anInlineCommentIsNamedAsSuch() {
        read(Kind.INTEGER, "60 ; a minute");
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("site.ini:7: key: '60 ; a minute' is read as 60; put the comment on a line of its own");
    }

    @Test
    void negativeNumbersAreErrors() {
        read(Kind.INTEGER, "-1");
        read(Kind.SIZE, "-2k");
        read(Kind.SECONDS, "-3");
        assertThat(problems.errors())
                .extracting(Problem::what)
                .containsExactly("-1 is negative", "-2k is negative", "-3 is negative");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4096,4096",
        "4k,4096",
        "4 K,4096",
        "2m,2097152",
        "1GiB,1073741824",
        "99999999999g,9223372036854775807"
    })
    void sizesTakeUnits(String text, long bytes) {
        assertThat(read(Kind.SIZE, text)).isEqualTo(bytes);
        assertThat(problems.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"65536  # large,65536", "64k ; large,65536", "12 monkeys,12", "true,0"})
    void sizesWarnOfWhatTheyIgnore(String text, long bytes) {
        assertThat(read(Kind.SIZE, text)).isEqualTo(bytes);
        assertThat(problems.warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "30,30000", "0.5,500", "250ms,250", "5s,5000", "2m,120000", "1h,3600000"})
    void timesAreSecondsOrTakeUnits(String text, long millis) {
        assertThat(read(Kind.SECONDS, text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void anAbsurdTimeIsCutToACentury() {
        assertThat(read(Kind.SECONDS, "99999999999999999999")).isEqualTo(Duration.ofDays(36_500));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "off,0", "false,0", "1,1000", "true,1000", "'',1000", "30,30000"})
    void timesThatAreAlsoFlagsTakeBoth(String text, long millis) {
        assertThat(read(Kind.SECONDS_OR_FLAG, text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void theLastScalarWinsAndListsAccumulate() {
        assertThat(read(Kind.text("TEXT"), "a", "b")).isEqualTo("b");
        assertThat(read(Kind.list("TEXT"), "a", "b")).containsExactly("a", "b");
    }

    @Test
    void aCommentWithinATextIsPartOfItWithAWarning() {
        assertThat(read(Kind.text("TEXT"), "/x.log # the log")).isEqualTo("/x.log # the log");
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("site.ini:7: key: what looks like a comment is part of the value '/x.log # the log';"
                        + " put the comment on a line of its own");
    }

    @Test
    void valuesAreShownAsAnOperatorWritesThem() {
        assertThat(Kind.FLAG.show(true)).isEqualTo("on");
        assertThat(Kind.SIZE.show(65536L)).isEqualTo("64k");
        assertThat(Kind.SIZE.show(3L << 20)).isEqualTo("3m");
        assertThat(Kind.SIZE.show(1000L)).isEqualTo("1000");
        assertThat(Kind.SECONDS.show(Duration.ofMillis(1500))).isEqualTo("1.5");
        assertThat(Kind.SECONDS.show(Duration.ofSeconds(60))).isEqualTo("60");
        assertThat(Kind.list("TEXT").show(List.of("a", "b"))).isEqualTo("a, b");
    }
}
