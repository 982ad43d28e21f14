// SPDX-License-Identifier: Apache-2.0
/**
 * The client side of the front: listeners and the HTTP/1.x connections they accept. Besides the links of {@code worker}
 * the only package that sees Netty channels.
 *
 * <p>A request enters at {@link io.merapi.transport.HttpConnection#channelRead}, becomes an
 * {@link io.merapi.exchange.Exchange}, and its answer comes back through {@link io.merapi.transport.ResponseWriter}.
 * Whatever belongs to a connection is touched on its event loop alone. Imports: {@code exchange}, {@code protocol},
 * Netty.
 */
@NullMarked
package io.merapi.transport;

import org.jspecify.annotations.NullMarked;
