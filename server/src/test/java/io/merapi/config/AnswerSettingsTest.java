// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.worker.PoolConfig.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerSettingsTest {
    private final Problems problems = new Problems();

    private Settings settings(String... fields) {
        return Settings.of(
                Stream.of(fields)
                        .map(field -> new Setting("add-header", field, Origin.COMMAND_LINE))
                        .toList(),
                Set.of(),
                problems);
    }

    private List<Field> added(String... fields) {
        return new AnswerSettings(settings(fields), problems).answers().added();
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void blanksAroundAValueAreNoPartOfIt() {
        assertThat(added("X-A:b", "X-B:  c: d ", "X-C:"))
                .containsExactly(new Field("X-A", "b"), new Field("X-B", "c: d"), new Field("X-C", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A", "X A: b", ": b", "X-A: b\u0001c", "X-A: b\nX-B: c", "X-A: \u4e2d"})
    void whatIsNoFieldIsRefused(String value) {
        assertThat(added(value)).isEmpty();
        assertThat(texts(problems.errors()))
                .containsExactly(
                        "command line: add-header: '" + value + "' is no header field; write --add-header Name: value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "transfer-encoding: chunked", "Connection: keep-alive"})
    void whatTheServerSaysIsIgnored(String value) {
        assertThat(added(value)).isEmpty();
        assertThat(texts(problems.warnings()))
                .containsExactly("command line: add-header: the server itself says " + value.split(":", 2)[0]
                        + ", this is ignored");
    }

    @Test
    void connectionsCanBeClosedByIt() {
        assertThat(added("connection: Close")).isEmpty();
        assertThat(texts(problems.notes()))
                .containsExactly("command line: add-header: connections are closed after each answer");
        Surroundings surroundings = new Surroundings(Path.of("/"), Map.of(), Path.of("/"), 4096);
        assertThat(new HttpSettings(settings("connection: Close"), surroundings, problems)
                        .limits()
                        .timeouts()
                        .keepAlive())
                .isEqualTo(Duration.ZERO);
    }
}
