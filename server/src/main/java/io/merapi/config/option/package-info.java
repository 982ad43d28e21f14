// SPDX-License-Identifier: Apache-2.0
/**
 * The option catalogue, one row per option, and what has been given for them: settings with their origins, the values
 * read from them, the problems found on the way. Imports nothing of the server.
 */
@NullMarked
package io.merapi.config.option;

import org.jspecify.annotations.NullMarked;
