// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.identity;

import io.merapi.worker.process.Identity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What root may do and the server need not: given away once what needs it is done.
 *
 * <p>The C library changes the identity of all threads of a process, those of the JVM included, which the kernel's own
 * calls would not. The order is that of the rights needed: groups first, the user last, for then there are none left.
 */
public final class Privileges {
    private static final int ROOT = 0;
    private static final int PR_SET_DUMPABLE = 4;

    private Privileges() {}

    /**
     * Who becomes whom, and when; each of them is null where nobody does.
     *
     * @param atOnce the server, before it opens anything
     * @param onceListening the server, when its sockets are open
     * @param workers the workers alone, before they load or run anything of the application's; the server stays root
     * @param withLog whether the log's file is given to whom the server becomes
     */
    public record Plan(
            @Nullable Identity atOnce,
            @Nullable Identity onceListening,
            @Nullable Identity workers,
            boolean withLog) {}

    /**
     * Becomes somebody else, with all threads and for good.
     *
     * @throws IOException with a sentence when any part of it fails: the process must not go on
     */
    public static void become(Identity identity) throws IOException {
        setGroups(identity);
        CLibrary.run("setgid", identity.gid());
        if (identity.uid() != Identity.SAME) {
            CLibrary.run("setuid", identity.uid());
            stayInspectable();
        }
        verify(identity);
    }

    private static void setGroups(Identity identity) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int[] groups =
                    identity.groups().stream().mapToInt(Integer::intValue).toArray();
            MemorySegment list = arena.allocateFrom(ValueLayout.JAVA_INT, groups);
            CLibrary.run("setgroups", (long) groups.length, list);
        }
    }

    /**
     * A process that changes its user is closed to that very user's processes from then on: workers could not open
     * request bodies in its memory (docs/decisions/0018-privileges.md).
     */
    private static void stayInspectable() {
        boolean _ = CLibrary.prctl(PR_SET_DUMPABLE, 1);
    }

    private static void verify(Identity identity) throws IOException {
        requireSame(identity, identity.gid(), "getgid", "getegid");
        if (identity.uid() != Identity.SAME) {
            requireSame(identity, identity.uid(), "getuid", "geteuid");
            if (identity.uid() != ROOT && CLibrary.number("setuid", ROOT) == 0) {
                throw new IOException("the rights of root can be had again");
            }
        }
    }

    private static void requireSame(Identity identity, int wanted, String... functions) throws IOException {
        for (String function : functions) {
            if (CLibrary.number(function) != wanted) {
                throw new IOException("the system has not made it " + identity);
            }
        }
    }
}
