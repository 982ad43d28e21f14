// SPDX-License-Identifier: Apache-2.0
/** The server as its users meet it: the command, real interpreters, real frameworks, real clients. */
@NullMarked
package io.merapi.it;

import org.jspecify.annotations.NullMarked;
