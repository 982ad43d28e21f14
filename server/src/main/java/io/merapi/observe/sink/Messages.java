// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

/** How the server's own messages are written into a log. */
@FunctionalInterface
public interface Messages {

    /** A message as it is written, with its line feed. */
    byte[] line(ServerLog.Level level, String text);
}
