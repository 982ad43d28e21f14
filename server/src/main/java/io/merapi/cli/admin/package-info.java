// SPDX-License-Identifier: Apache-2.0
/**
 * {@code merapi status|workers|reload|stop|scale}: finds a running server and asks it at its admin socket. A command
 * line enters at {@code AdminCommand}. May import {@code config}, for files that say where a server is found, and
 * {@code control}.
 */
@NullMarked
package io.merapi.cli.admin;

import org.jspecify.annotations.NullMarked;
