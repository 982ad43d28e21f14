// SPDX-License-Identifier: Apache-2.0
/**
 * What the command prints: help, completions for shells. Each page is a text made of the option catalogue. Imports
 * {@code config.option}.
 */
@NullMarked
package io.merapi.cli.page;

import org.jspecify.annotations.NullMarked;
