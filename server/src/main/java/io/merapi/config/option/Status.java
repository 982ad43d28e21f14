// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

/** What giving an option does here. */
public enum Status {
    /** It has its effect. */
    EFFECTIVE,
    /** It is accepted and needless; its help says why. */
    NO_EFFECT,
    /** The server does not start with it, for without its effect it would be less safe; its help says what to use. */
    REFUSED,
    /** It steers the reading of the configuration itself and is used up by the loaders. */
    LOADING
}
