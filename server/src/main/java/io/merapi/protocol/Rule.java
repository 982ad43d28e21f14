// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol;

/**
 * What may not be done, and what is answered to whoever does.
 *
 * @param status the HTTP status of the answer, or 0 where the connection can only be closed
 * @param section the section of the specification that forbids it, such as {@code RFC 9112 section 6.3}
 * @param sentence what the peer did, as a sentence without a full stop
 */
public record Rule(int status, String section, String sentence) {}
