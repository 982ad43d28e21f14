// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** umask(2), which Java lacks: the permissions that files made by this process and its children do not get. */
public final class Umask {
    private Umask() {}

    /** Sets it; returns what it was. Takes tens of milliseconds the first time. */
    @SuppressWarnings("restricted") // there is no other way
    public static int set(int mask) {
        Linker linker = Linker.nativeLinker();
        MethodHandle umask = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("umask"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return (int) umask.invokeExact(mask);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
    }
}
