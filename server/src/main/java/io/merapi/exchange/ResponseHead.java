// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/**
 * Status and fields of an answer, as valid HTTP/1.1 octets without framing or connection fields.
 *
 * @param status three-digit status code
 * @param reason reason phrase, latin-1; may be empty
 * @param fields the field lines, each {@code Name: value CRLF}; no Content-Length, Transfer-Encoding, Connection or
 *     other hop-by-hop field, those are the sink's to decide
 * @param fieldCount how many lines {@code fields} holds
 * @param contentLength length of the body in octets, or -1 when not known beforehand
 * @param hasDate whether {@code fields} holds a Date
 */
public record ResponseHead(
        int status, String reason, byte[] fields, int fieldCount, long contentLength, boolean hasDate) {}
