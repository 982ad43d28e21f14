// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

/**
 * The part of a response head that is not the connection's business.
 *
 * @param status three-digit status code
 * @param reason reason phrase, latin-1; may be empty
 * @param fields field lines, each {@code Name: value CRLF}, valid; none of Content-Length, Transfer-Encoding,
 *     Connection or another hop-by-hop field
 * @param hasDate whether {@code fields} holds a Date
 */
public record ResponseLines(int status, String reason, byte[] fields, boolean hasDate) {}
