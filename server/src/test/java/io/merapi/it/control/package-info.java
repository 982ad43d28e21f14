// SPDX-License-Identifier: Apache-2.0
/** A server that runs in the background, and how it is found, asked and told: against the built server. */
@NullMarked
package io.merapi.it.control;

import org.jspecify.annotations.NullMarked;
