// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.HttpOptions;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.worker.PoolConfig;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the options about the application's answers into what workers do to them. */
final class AnswerSettings {
    /** RFC 9110 sections 5.1 and 5.5: a token, and a value in latin-1 without control characters. */
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7e\\xa0-\\xff]*?)[ \\t]*");

    /** Those that say how the answer is sent, or when: the server says it (RFC 9110 section 7.6.1). */
    private static final Set<String> OF_THE_SERVER = Set.of(
            "connection", "content-length", "date", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    private final Settings settings;
    private final Problems problems;

    AnswerSettings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    PoolConfig.Answers answers() {
        return new PoolConfig.Answers(
                !settings.value(PythonOptions.WSGI_DISABLE_FILE_WRAPPER),
                settings.value(PythonOptions.CATCH_EXCEPTIONS),
                settings.settings(HttpOptions.ADD_HEADER).stream()
                        .flatMap(this::added)
                        .toList(),
                settings.value(HttpOptions.DEL_HEADER));
    }

    /** Whether connections are to be closed after an answer: the only thing that a field could say of them. */
    static boolean closesConnections(Settings settings) {
        return settings.settings(HttpOptions.ADD_HEADER).stream().anyMatch(AnswerSettings::closesConnections);
    }

    private static boolean closesConnections(Setting setting) {
        return setting.value().replace(" ", "").equalsIgnoreCase("connection:close");
    }

    private Stream<PoolConfig.Field> added(Setting setting) {
        Matcher field = FIELD.matcher(setting.value());
        if (!field.matches()) {
            problems.error(Problem.with(
                    setting,
                    "'" + setting.value() + "' is no header field",
                    "write " + setting.origin().spell(setting.key(), "Name: value")));
            return Stream.empty();
        }
        if (!OF_THE_SERVER.contains(field.group(1).toLowerCase(Locale.ROOT))) {
            return Stream.of(new PoolConfig.Field(field.group(1), field.group(2)));
        }
        if (closesConnections(setting)) {
            problems.note(Problem.with(setting, "connections are closed after each answer", ""));
        } else {
            problems.warn(Problem.with(setting, "the server itself says " + field.group(1) + ", this is ignored", ""));
        }
        return Stream.empty();
    }
}
