// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

/**
 * How much memory a worker may have.
 *
 * @param option the name of the option that says so, for the log
 * @param bytes so much is too much
 * @param kills whether the worker is killed then; else it finishes what it has
 */
public record MemoryLimit(String option, MemoryUse.Measure measure, long bytes, boolean kills) {}
