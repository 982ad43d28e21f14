// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A user and groups that a process takes on, by their numbers.
 *
 * @param uid {@link #SAME} where the user stays
 * @param gid {@link #SAME} where the groups stay; a user is never changed without them
 * @param groups the supplementary groups, in place of all it had
 */
public record Identity(int uid, int gid, List<Integer> groups) {
    /** What chown(2) understands so, too. */
    public static final int SAME = -1;

    /** Makes a file theirs, or the link itself where it is one. */
    public void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }

    /** As messages have it, such as {@code uid 33, gid 33}. */
    @Override
    public String toString() {
        String group = "gid " + Integer.toUnsignedString(gid);
        return uid == SAME ? group : "uid " + Integer.toUnsignedString(uid) + ", " + group;
    }
}
