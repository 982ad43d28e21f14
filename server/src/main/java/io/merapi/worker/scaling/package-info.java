// SPDX-License-Identifier: Apache-2.0
/**
 * How many workers a pool is to have: each policy in a file of its own, fed with what has been seen once a second, and
 * without a process, a channel or a clock.
 */
@NullMarked
package io.merapi.worker.scaling;

import org.jspecify.annotations.NullMarked;
