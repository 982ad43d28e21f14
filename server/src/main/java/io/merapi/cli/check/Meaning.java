// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

/** What a setting is to the server. */
enum Meaning {
    EFFECTIVE,
    /** Another setting of the option, further on, counts. */
    OVERRIDDEN,
    /** It steers the reading of the configuration. */
    LOADING,
    /** Others refer to it by {@code %(name)}. */
    PLACEHOLDER,
    NO_EFFECT,
    NOT_YET,
    REFUSED,
    UNKNOWN
}
