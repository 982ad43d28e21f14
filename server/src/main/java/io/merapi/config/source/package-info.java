// SPDX-License-Identifier: Apache-2.0
/**
 * Reads settings from where operators write them: the environment, the command line, ini files; and puts in what their
 * placeholders stand for. Reading enters at {@code Loader.load}. Imports {@code config.option}.
 */
@NullMarked
package io.merapi.config.source;

import org.jspecify.annotations.NullMarked;
