// SPDX-License-Identifier: Apache-2.0
/**
 * The neighbours of the application: daemons that run beside it, cron jobs, hooks of the server's phases. What is to be
 * done is decided here, by {@code Neighbours} and its tables; the keeper, a Python process, does it, for a JVM cannot
 * start a command in a session of its own. Imports {@code control} and the log of {@code observe}.
 */
@NullMarked
package io.merapi.control.neighbour;

import org.jspecify.annotations.NullMarked;
