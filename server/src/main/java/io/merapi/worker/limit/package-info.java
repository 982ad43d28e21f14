// SPDX-License-Identifier: Apache-2.0
/**
 * What a worker may use up and how much of it is too much: the limits of an application pool as records, and what can
 * be decided without a process, a channel or a clock.
 */
@NullMarked
package io.merapi.worker.limit;

import org.jspecify.annotations.NullMarked;
