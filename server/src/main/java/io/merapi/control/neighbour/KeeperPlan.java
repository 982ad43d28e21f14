// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a keeper is made of.
 *
 * @param interpreter a Python
 * @param packageDirectory where the {@code merapi_worker} package lies
 * @param log the file that the log goes to, for what outlives the server; null: standard error
 */
public record KeeperPlan(
        String interpreter, Path packageDirectory, @Nullable Path log) {}
