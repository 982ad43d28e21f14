// SPDX-License-Identifier: Apache-2.0
/**
 * How the operator reaches a running server: the pidfile and the signals. A signal enters at {@code StopSignals}.
 * Imports nothing of the server.
 */
@NullMarked
package io.merapi.control;

import org.jspecify.annotations.NullMarked;
