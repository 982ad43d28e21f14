// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

/** What giving an option does here. */
public enum Status {
    /** It has its effect. */
    EFFECTIVE,
    /** It is accepted and needless; its help says why. */
    NO_EFFECT,
    /** It is accepted with a warning: uWSGI has it, and Merapi does not have it yet. */
    NOT_YET,
    /** The server does not start with it, for what it asks for would be missed; its help says what to use. */
    REFUSED,
    /** It steers the reading of the configuration itself and is used up by the loaders. */
    LOADING
}
