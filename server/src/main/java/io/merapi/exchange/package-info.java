// SPDX-License-Identifier: Apache-2.0
/**
 * The one meeting point of the server: every protocol turns a request into an {@link io.merapi.exchange.Exchange},
 * every {@link io.merapi.exchange.Handler} answers it through that exchange alone.
 *
 * <p>A request enters at {@link io.merapi.exchange.Handler#handle}. Imports: {@code protocol}, Netty buffers and event
 * executors; never a channel.
 */
@NullMarked
package io.merapi.exchange;

import org.jspecify.annotations.NullMarked;
