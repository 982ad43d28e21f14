// SPDX-License-Identifier: Apache-2.0
/**
 * Where lines of the log go: {@code LogSink} takes them from any thread, and one of its own writes them to a
 * {@code LogTarget}, such as a file. The server's own messages enter at {@code ServerLog}.
 */
@NullMarked
package io.merapi.observe.sink;

import org.jspecify.annotations.NullMarked;
