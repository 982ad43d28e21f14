// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the command line and prints what the user sees of it: {@code --help}, {@code --version}, errors. May import
 * everything below.
 */
@NullMarked
package io.merapi.cli;

import org.jspecify.annotations.NullMarked;
