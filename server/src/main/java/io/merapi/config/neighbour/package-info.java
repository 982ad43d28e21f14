// SPDX-License-Identifier: Apache-2.0
/**
 * Daemons, cron jobs and hooks as options write them, turned into the records of {@code control.neighbour}. Imports
 * what {@code config} may.
 */
@NullMarked
package io.merapi.config.neighbour;

import org.jspecify.annotations.NullMarked;
