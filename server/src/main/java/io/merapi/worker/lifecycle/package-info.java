// SPDX-License-Identifier: Apache-2.0
/**
 * What becomes of workers and of the generations they belong to: tables of state x input, how processes end, and how
 * long to wait before another one is tried. Nothing here acts; {@code worker} carries out what the tables say.
 */
@NullMarked
package io.merapi.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
