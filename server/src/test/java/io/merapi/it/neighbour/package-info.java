// SPDX-License-Identifier: Apache-2.0
/** Daemons, cron jobs and hooks with real commands: against the built server. */
@NullMarked
package io.merapi.it.neighbour;

import org.jspecify.annotations.NullMarked;
