// SPDX-License-Identifier: Apache-2.0
/**
 * The admin socket, at which a running server is asked how it fares and told what to do, from both ends: a request
 * comes in at {@code AdminSocket} and goes to the {@code Administrator}, the command's way begins at
 * {@code AdminClient}. May import the records that say how a pool fares and what has been counted.
 */
@NullMarked
package io.merapi.control.admin;

import org.jspecify.annotations.NullMarked;
