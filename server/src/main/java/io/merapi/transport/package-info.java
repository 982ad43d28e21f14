// SPDX-License-Identifier: Apache-2.0
/**
 * Listeners and client connections: the only package, with {@code worker}'s links, that sees Netty channels. A request
 * enters at {@code HttpConnection}.
 */
@NullMarked
package io.merapi.transport;

import org.jspecify.annotations.NullMarked;
