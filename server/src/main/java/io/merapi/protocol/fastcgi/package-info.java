// SPDX-License-Identifier: Apache-2.0
/**
 * FastCGI 1.0 in the responder's role, sans-IO: {@link io.merapi.protocol.fastcgi.FastCgiDecoder} reads what a web
 * server sends, {@link io.merapi.protocol.fastcgi.FastCgiEncoder} writes what it is answered. The web server's side,
 * for trying and testing, is {@link io.merapi.protocol.fastcgi.FastCgiRequestEncoder} and
 * {@link io.merapi.protocol.fastcgi.FastCgiAnswerDecoder}.
 *
 * <p>No channels, threads, clocks or logging. Imports: {@code protocol}, {@code protocol.cgi}, Netty's buffers and
 * collections.
 */
@NullMarked
package io.merapi.protocol.fastcgi;

import org.jspecify.annotations.NullMarked;
