// SPDX-License-Identifier: Apache-2.0
/**
 * What a service manager is told of the server, as sd_notify(3) does. The composition root calls {@code NotifySocket}
 * at each turn of the server's life. May import {@code transport}, for the datagrams.
 */
@NullMarked
package io.merapi.control.systemd;

import org.jspecify.annotations.NullMarked;
