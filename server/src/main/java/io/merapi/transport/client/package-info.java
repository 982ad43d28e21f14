// SPDX-License-Identifier: Apache-2.0
/**
 * Who the client is: the other end of the connection, whom a PROXY protocol header names, and whom the fields of a
 * request name that a trusted proxy has passed on (docs/proxies.md). A connection asks
 * {@link io.merapi.transport.client.Client}. Imports: {@code exchange}, {@code protocol}, Netty.
 */
@NullMarked
package io.merapi.transport.client;

import org.jspecify.annotations.NullMarked;
