// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

/** What giving an option does here. */
public sealed interface Status {

    /** It has its effect. */
    record Effective() implements Status {}

    /**
     * Accepted and needless.
     *
     * @param reason why it has no effect, a sentence without a full stop
     */
    record NoEffect(String reason) implements Status {}

    /** An option that steers the reading of the configuration itself, used up by the loaders. */
    record Loading() implements Status {}
}
