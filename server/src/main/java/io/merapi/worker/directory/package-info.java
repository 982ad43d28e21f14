// SPDX-License-Identifier: Apache-2.0
/**
 * The directory that the front shares with its Python processes, and what lies in it: the scoreboards. The server makes
 * a {@code RuntimeDirectory} when it starts, {@code worker} a {@code Scoreboard} in it for each generation.
 */
@NullMarked
package io.merapi.worker.directory;

import org.jspecify.annotations.NullMarked;
