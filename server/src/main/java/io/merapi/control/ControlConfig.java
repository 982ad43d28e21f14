// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the operator finds the process, and what is true of all its files.
 *
 * @param pidfile the file its process id is written to, or null
 * @param vacuum whether that file is removed at the end
 * @param umask permissions that new files do not get; -1: as they were inherited
 */
public record ControlConfig(@Nullable Path pidfile, boolean vacuum, int umask) {}
