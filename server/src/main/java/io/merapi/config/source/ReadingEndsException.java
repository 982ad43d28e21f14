// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Setting;
import org.jspecify.annotations.Nullable;

/** No more of the configuration is read. */
final class ReadingEndsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Problem problem;

    private ReadingEndsException(@Nullable Problem problem) {
        this.problem = problem;
    }

    /** The configuration itself says so. */
    static ReadingEndsException asked() {
        return new ReadingEndsException(null);
    }

    /** A bound is exceeded. */
    static ReadingEndsException tooMuch(Setting setting, String what) {
        return new ReadingEndsException(Problem.with(setting, what, "check what includes or repeats it"));
    }

    /** What is wrong, or null. */
    @Nullable
    Problem problem() {
        return problem;
    }
}
