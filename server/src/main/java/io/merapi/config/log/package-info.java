// SPDX-License-Identifier: Apache-2.0
/** Turns the options about the log into its configuration: {@code LogSettings}. */
@NullMarked
package io.merapi.config.log;

import org.jspecify.annotations.NullMarked;
