// SPDX-License-Identifier: Apache-2.0
/**
 * The front as a whole: event loops, listeners that accept, and which kind of connection each of them opens. A
 * connection enters at {@link io.merapi.transport.front.Acceptor#channelRead}. Imports: {@code exchange}, and the other
 * packages of {@code transport}.
 */
@NullMarked
package io.merapi.transport.front;

import org.jspecify.annotations.NullMarked;
