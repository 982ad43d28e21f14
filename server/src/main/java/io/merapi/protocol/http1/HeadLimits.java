// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

/**
 * How large a request head may be.
 *
 * @param requestLineBytes length of the request line without its CRLF; a longer one gets 414
 * @param headBytes all field lines with their CRLFs, without the request line and the closing empty line; more gets 431
 * @param fieldCount number of field lines; more gets 431
 */
public record HeadLimits(int requestLineBytes, int headBytes, int fieldCount) {}
