// SPDX-License-Identifier: Apache-2.0
/**
 * The client side of the front: connections, whatever they speak. {@code http} is what they speak, {@code front} the
 * listeners that accept them, {@code client} who the client is, {@code body} where request bodies are kept. Besides the
 * links of {@code worker} the only packages that see Netty channels.
 *
 * <p>A request enters at {@link io.merapi.transport.Connection#channelRead}, becomes a {@link io.merapi.transport.Turn}
 * and an {@link io.merapi.exchange.Exchange}, and its answer comes back through
 * {@link io.merapi.transport.ResponseWriter}. Whatever belongs to a connection is touched on its event loop alone.
 * Imports: {@code exchange}, {@code protocol}, Netty.
 */
@NullMarked
package io.merapi.transport;

import org.jspecify.annotations.NullMarked;
