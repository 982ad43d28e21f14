// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1.1 and HTTP/1.0 on the server's side (RFC 9110, RFC 9112): {@link io.merapi.protocol.http1.RequestDecoder}
 * reads heads, {@link io.merapi.protocol.http1.BodyDecoder} bodies, {@link io.merapi.protocol.http1.ResponseEncoder}
 * writes answers.
 *
 * <p>Sans-IO on byte buffers: no channels, threads, clocks or logging. Imports: {@code protocol} and Netty buffers.
 */
@NullMarked
package io.merapi.protocol.http1;

import org.jspecify.annotations.NullMarked;
