// SPDX-License-Identifier: Apache-2.0
/**
 * Where and how the front listens: addresses, socket options, and the sockets themselves, of TCP and of unix, bound
 * here or handed over by another process. Imports nothing of the server.
 */
@NullMarked
package io.merapi.transport.socket;

import org.jspecify.annotations.NullMarked;
