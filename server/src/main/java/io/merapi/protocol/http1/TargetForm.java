// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

/**
 * The forms of a request target (RFC 9112 section 3.2). The fourth, authority-form, belongs to CONNECT alone, which is
 * refused.
 */
public enum TargetForm {
    /** {@code /path?query}. */
    ORIGIN,
    /** {@code http://authority/path?query}. */
    ABSOLUTE,
    /** {@code *}, with OPTIONS. */
    ASTERISK
}
