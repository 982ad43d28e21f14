// SPDX-License-Identifier: Apache-2.0
/**
 * SCGI: {@link io.merapi.protocol.scgi.ScgiDecoder} reads requests, {@link io.merapi.protocol.scgi.ScgiEncoder} writes
 * them for a client; the answer is a CGI response that {@link io.merapi.protocol.cgi.CgiResponseEncoder} begins.
 *
 * <p>Sans-IO on byte buffers: no channels, threads, clocks or logging. Imports: {@code protocol}, {@code protocol.cgi}
 * and Netty buffers.
 */
@NullMarked
package io.merapi.protocol.scgi;

import org.jspecify.annotations.NullMarked;
