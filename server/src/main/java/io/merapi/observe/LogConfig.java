// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where to.
 *
 * @param file the file that is appended to; null: standard error
 * @param requestLines whether each request gets a line
 */
public record LogConfig(@Nullable Path file, boolean requestLines) {}
