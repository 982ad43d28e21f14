// SPDX-License-Identifier: Apache-2.0
/**
 * How the operator finds a server and reaches it: pidfiles, signals, the way to the background. A signal enters at
 * {@code Signals}. Imports nothing of the server.
 */
@NullMarked
package io.merapi.control;

import org.jspecify.annotations.NullMarked;
