// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * SIGQUIT, which the JVM keeps to itself for thread dumps, but which stops uWSGI, and so is what many a service manager
 * is told to send.
 *
 * <p>Its handler becomes alarm(3), a function of the C library that takes one number as a handler does, and may be
 * called in one: SIGQUIT is 3, so three seconds later there is a SIGALRM, and that one Java can handle. A handler of
 * our own would have to be Java, which cannot run in one; blocking the signal and waiting for it fails on the VM's own
 * thread, which takes it.
 */
final class QuitSignal {
    private static final int SIGQUIT = 3;

    private QuitSignal() {}

    /** The signal that comes in place of SIGQUIT, without SIG. */
    static final String STAND_IN = "ALRM";

    /** From now on SIGQUIT raises the other one. Takes tens of milliseconds. */
    @SuppressWarnings("restricted") // what the class is for
    static void redirect() {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        var signal = linker.downcallHandle(
                library.findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            MemorySegment before = (MemorySegment) signal.invokeExact(SIGQUIT, library.findOrThrow("alarm"));
            assert before.address() != -1;
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
    }

    /** Whether it comes from jcmd and its like, which ask a JVM so to listen to them, and leave a file beforehand. */
    static boolean isAttaching() {
        String name = ".attach_pid" + ProcessHandle.current().pid();
        return Stream.of(Path.of("/proc/self/cwd", name), Path.of("/tmp", name)).anyMatch(Files::exists);
    }
}
