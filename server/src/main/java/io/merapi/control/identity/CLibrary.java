// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.identity;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Functions of the C library that Java lacks, called by name. Each call links its function, which takes milliseconds:
 * for what happens once in a process's life. Arguments are int, long and MemorySegment.
 */
@SuppressWarnings("restricted") // what the class is for
final class CLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private CLibrary() {}

    /**
     * Calls a function that returns 0, or -1 with an errno.
     *
     * @throws IOException with the function's name and the errno in words
     */
    static void run(String name, Object... arguments) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            List<Object> all = new ArrayList<>(List.of(errno));
            all.addAll(List.of(arguments));
            int result = (int) call(name, ValueLayout.JAVA_INT, List.of(arguments), all, ERRNO);
            if (result != 0) {
                throw new IOException(name + ": " + words(errno.get(ValueLayout.JAVA_INT, 0)));
            }
        }
    }

    /** Calls a function that returns a number, and cannot fail. */
    static int number(String name, Object... arguments) {
        return (int) call(name, ValueLayout.JAVA_INT, List.of(arguments), List.of(arguments));
    }

    /** Calls prctl(2), which takes as many arguments as its operation needs; whether the kernel knows it. */
    static boolean prctl(int operation, int argument) {
        List<Object> arguments = List.of(operation, argument);
        return (int) call("prctl", ValueLayout.JAVA_INT, arguments, arguments, Linker.Option.firstVariadicArg(1)) == 0;
    }

    /** Calls a function that returns the address of so many octets, or NULL. */
    static MemorySegment structure(String name, long bytes, Object argument) {
        MemorySegment start = (MemorySegment) call(name, ValueLayout.ADDRESS, List.of(argument), List.of(argument));
        return start.equals(MemorySegment.NULL) ? start : start.reinterpret(bytes);
    }

    /** The text at an address. */
    static String text(MemorySegment start) {
        return start.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private static String words(int errno) {
        return text(structure("strerror", 1, errno));
    }

    /** @param all the arguments, and before them those of the linker's options */
    private static Object call(
            String name, MemoryLayout result, List<Object> arguments, List<Object> all, Linker.Option... options) {
        MemoryLayout[] types = arguments.stream().map(CLibrary::type).toArray(MemoryLayout[]::new);
        try {
            return LINKER.downcallHandle(
                            LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, types), options)
                    .invokeWithArguments(all);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
    }

    private static MemoryLayout type(Object argument) {
        return switch (argument) {
            case Integer _ -> ValueLayout.JAVA_INT;
            case Long _ -> ValueLayout.JAVA_LONG;
            case MemorySegment _ -> ValueLayout.ADDRESS;
            default -> throw new IllegalArgumentException("no argument of a C function: " + argument);
        };
    }
}
