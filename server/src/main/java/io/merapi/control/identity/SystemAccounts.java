// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.identity;

import io.merapi.worker.process.Identity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The accounts of this machine, from wherever the C library has them. */
final class SystemAccounts implements Accounts {
    // struct passwd: name and password, then these; struct group likewise
    private static final long ID_OFFSET = 2 * ValueLayout.ADDRESS.byteSize();
    private static final long GROUP_OFFSET = ID_OFFSET + Integer.BYTES;
    private static final long STRUCTURE_BYTES = GROUP_OFFSET + Integer.BYTES;
    private static final int USUAL_GROUPS = 64;

    @Override
    public Optional<User> user(String nameOrNumber) {
        OptionalInt number = number(nameOrNumber);
        MemorySegment entry = number.isPresent()
                ? CLibrary.structure("getpwuid", STRUCTURE_BYTES, number.getAsInt())
                : byName("getpwnam", nameOrNumber);
        if (entry.equals(MemorySegment.NULL)) {
            return number.isPresent() ? Optional.of(new User("", number.getAsInt(), Identity.SAME)) : Optional.empty();
        }
        return Optional.of(new User(
                CLibrary.text(entry.get(ValueLayout.ADDRESS, 0)),
                entry.get(ValueLayout.JAVA_INT, ID_OFFSET),
                entry.get(ValueLayout.JAVA_INT, GROUP_OFFSET)));
    }

    @Override
    public OptionalInt group(String nameOrNumber) {
        OptionalInt number = number(nameOrNumber);
        if (number.isPresent()) {
            return number;
        }
        MemorySegment entry = byName("getgrnam", nameOrNumber);
        return entry.equals(MemorySegment.NULL)
                ? OptionalInt.empty()
                : OptionalInt.of(entry.get(ValueLayout.JAVA_INT, ID_OFFSET));
    }

    @Override
    public List<Integer> groups(User user, int gid) {
        if (user.name().isEmpty()) {
            return List.of(gid);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(user.name());
            MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_INT, USUAL_GROUPS);
            MemorySegment groups = arena.allocate(ValueLayout.JAVA_INT, USUAL_GROUPS);
            while (CLibrary.number("getgrouplist", name, gid, groups, count) < 0) {
                // it has put there how many there are
                groups = arena.allocate(ValueLayout.JAVA_INT, count.get(ValueLayout.JAVA_INT, 0));
            }
            int[] found = groups.toArray(ValueLayout.JAVA_INT);
            return Arrays.stream(found, 0, count.get(ValueLayout.JAVA_INT, 0))
                    .boxed()
                    .toList();
        }
    }

    @Override
    public int currentUser() {
        return CLibrary.number("geteuid");
    }

    @Override
    public int currentGroup() {
        return CLibrary.number("getegid");
    }

    private static MemorySegment byName(String function, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return CLibrary.structure(function, STRUCTURE_BYTES, arena.allocateFrom(name));
        }
    }

    private static OptionalInt number(String written) {
        return written.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(written)) : OptionalInt.empty();
    }
}
