// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the log's file is kept.
 *
 * @param truncates whether what it holds is thrown away at the start
 * @param mode its permissions; null: as the umask leaves them
 * @param mostBytes it is renamed, and another begun, when it has grown beyond that; 0: never
 * @param backup what it is renamed to, whatever is there; null: {@code FILE.SECONDS}, the time
 * @param isReopened whether a reload opens it again under its name
 */
public record LogFileRules(
        boolean truncates,
        @Nullable Set<PosixFilePermission> mode,
        long mostBytes,
        @Nullable Path backup,
        boolean isReopened) {

    /** It is appended to, and grows. */
    public static final LogFileRules NONE = new LogFileRules(false, null, 0, null, false);

    /** For files beside the log's own: each is renamed to its own name with the time. */
    public LogFileRules ofLoggers() {
        return new LogFileRules(truncates, mode, mostBytes, null, isReopened);
    }

    /** The same, but another largest size and another name for what is renamed. */
    public LogFileRules with(long most, @Nullable Path other) {
        return new LogFileRules(truncates, mode, most, other, isReopened);
    }
}
