// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import java.time.Duration;

/**
 * How long a client may take. Checked on a coarse tick: never early, at most a second late. Zero: no limit, unless it
 * says otherwise.
 *
 * @param head from the first octet of a head (on a fresh connection: from accepting it) to its end; then 408
 * @param body the longest pause within a body; then 408
 * @param keepAlive between two requests; then the connection is closed. Zero: one request per connection
 * @param write the longest time in which the client takes nothing of an answer that waits for it; then the connection
 *     is cut
 * @param linger how long, after the last answer, input is taken and dropped so that the answer is not lost to a reset.
 *     Zero: not at all
 */
public record Timeouts(Duration head, Duration body, Duration keepAlive, Duration write, Duration linger) {}
