// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.time.Duration;

/**
 * A command that runs at set times.
 *
 * @param unique it does not start while it still runs
 * @param limit how long it may run until it is killed; zero: as long as it likes
 */
public record CronPlan(Schedule schedule, String command, boolean unique, Duration limit) {}
