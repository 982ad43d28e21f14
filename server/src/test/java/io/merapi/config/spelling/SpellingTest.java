// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {

    @ParameterizedTest(name = "{0} was meant to be {1}")
    @CsvSource({
        "process,processes",
        "vaccum,vacuum",
        "proceses,processes",
        "wsgi_file,wsgi-file",
        "py-callos-afterfork,py-call-osafterfork",
        "http-sockt,http-socket",
        "guid,gid",
        "max-request,max-requests",
        "disable-loging,disable-logging"
    })
    void slipsSeenInRealConfigurationsAreUnderstood(String written, String meant) {
        assertThat(Catalogue.suggestionFor(written)).isEqualTo(meant);
    }

    @Test
    void whatResemblesNothingGetsNoSuggestion() {
        assertThat(Catalogue.suggestionFor("frobnicate-the-quux")).isNull();
    }

    @Test
    void anAbbreviationIsCompleted() {
        assertThat(Catalogue.suggestionFor("limit-conn")).isEqualTo("limit-connections");
    }

    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "abc,abcd,1", "abc,axc,1", "'',abc,3", "ca,abc,3"})
    void theDistanceCountsInsertionsDeletionsReplacementsAndSwaps(String a, String b, int distance) {
        assertThat(Spelling.distance(a, b)).isEqualTo(distance);
        assertThat(Spelling.distance(b, a)).isEqualTo(distance);
    }
}
