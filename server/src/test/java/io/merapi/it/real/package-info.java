// SPDX-License-Identifier: Apache-2.0
/** Configurations as real sites have them: each starts, serves, and has the effect of each of its settings. */
@NullMarked
package io.merapi.it.real;

import org.jspecify.annotations.NullMarked;
