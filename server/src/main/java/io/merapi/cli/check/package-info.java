// SPDX-License-Identifier: Apache-2.0
/**
 * {@code merapi check}: what each setting of a configuration will do, and what is wrong with it. Enters at
 * {@code CheckCommand}. Imports {@code config}.
 */
@NullMarked
package io.merapi.cli.check;

import org.jspecify.annotations.NullMarked;
