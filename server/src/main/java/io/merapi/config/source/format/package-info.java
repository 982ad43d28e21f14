// SPDX-License-Identifier: Apache-2.0
/**
 * The syntaxes in which configurations are written. Each reads the settings of one section off a text, as uWSGI does; a
 * text enters at {@code Format.read}. Imports {@code config.option}.
 */
@NullMarked
package io.merapi.config.source.format;

import org.jspecify.annotations.NullMarked;
