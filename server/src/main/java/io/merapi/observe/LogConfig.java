// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.observe.line.LineStyle;
import io.merapi.observe.line.Strftime;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where to.
 *
 * @param file the file that is appended to; null: standard error
 * @param rules how that file is kept
 * @param date how the server's own messages begin; null: with our own date
 * @param requests the lines of requests
 */
public record LogConfig(
        @Nullable Path file, LogFileRules rules, @Nullable Strftime date, RequestLines requests) {

    /** How the server's own messages are written. */
    public MessageForm messages(Clock clock) {
        return new MessageForm(clock, date);
    }

    /**
     * The lines of requests.
     *
     * @param selection which requests have one
     * @param style what it looks like
     */
    public record RequestLines(RequestSelection selection, LineStyle style) {}
}
