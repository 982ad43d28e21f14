// SPDX-License-Identifier: Apache-2.0
/**
 * What the user sees of the command: {@code Invocation.read} turns its arguments into what is to be done,
 * {@code Banner} tells of the start and the end. May import everything below: {@code config}, {@code observe}.
 */
@NullMarked
package io.merapi.cli;

import org.jspecify.annotations.NullMarked;
