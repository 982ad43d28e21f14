// SPDX-License-Identifier: Apache-2.0
/** How the operator reaches a running server: signals, pidfile, the stop sequence. */
@NullMarked
package io.merapi.control;

import org.jspecify.annotations.NullMarked;
