// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the file of a unix socket, and how long it stays. What is null is left as it comes about: the owner and
 * the group are the server's, the permissions all that its umask leaves.
 *
 * @param vacuum whether it is removed when the socket is closed
 */
public record FileRules(
        @Nullable Set<PosixFilePermission> mode,
        @Nullable UserPrincipal owner,
        @Nullable GroupPrincipal group,
        boolean vacuum) {
    /** As it comes about, and to stay. */
    public static final FileRules USUAL = new FileRules(null, null, null, false);
}
