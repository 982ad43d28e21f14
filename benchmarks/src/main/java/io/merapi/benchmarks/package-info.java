// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of what runs once or more for every request. Compiled with everything else, run by hand: see
 * {@code benchmarks/README.md}.
 */
@NullMarked
package io.merapi.benchmarks;

import org.jspecify.annotations.NullMarked;
