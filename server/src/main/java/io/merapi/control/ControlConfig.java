// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the operator finds the process.
 *
 * @param pidfile the file its process id is written to, or null
 * @param vacuum whether that file is removed at the end
 */
public record ControlConfig(@Nullable Path pidfile, boolean vacuum) {}
