// SPDX-License-Identifier: Apache-2.0
/**
 * What is worth a word about a configuration that can be used: {@code Exposure} and {@code ApplicationSearch} look at
 * what has been made of it. Imports {@code config}, and the packages whose records that fills.
 */
@NullMarked
package io.merapi.config.check;

import org.jspecify.annotations.NullMarked;
