// SPDX-License-Identifier: Apache-2.0
/**
 * {@code merapi init}: a first configuration for the application that lies in a directory. Enters at
 * {@code InitCommand}. Imports {@code cli.page}, {@code config.source}.
 */
@NullMarked
package io.merapi.cli.init;

import org.jspecify.annotations.NullMarked;
