// SPDX-License-Identifier: Apache-2.0
/**
 * Reads settings from where operators write them: the environment, the command line, files; does what those say that
 * steer the reading, and puts in what values refer to. Reading enters at {@code Loader.load}. Imports
 * {@code config.option}.
 */
@NullMarked
package io.merapi.config.source;

import org.jspecify.annotations.NullMarked;
