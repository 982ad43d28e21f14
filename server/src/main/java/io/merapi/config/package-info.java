// SPDX-License-Identifier: Apache-2.0
/**
 * From settings to the records that the other packages own: {@code ServerConfig.from} is where they enter. The
 * catalogue is in {@code config.option}, the loaders in {@code config.source}. May import the packages whose records it
 * fills: {@code control}, {@code worker}, {@code transport}, {@code observe}, {@code protocol}.
 */
@NullMarked
package io.merapi.config;

import org.jspecify.annotations.NullMarked;
