// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * memfd_create(2), which Java lacks. Linking it takes tens of milliseconds, so that is done on another thread when a
 * file is first asked for; until then, and where the system has no such call, there are none.
 */
public final class MemfdSource implements MemoryFiles.Source {
    private static final int CLOSE_ON_EXEC = 1;
    private static final MemorySegment NAME = Arena.global().allocateFrom("merapi-body");

    private final Executor executor;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile @Nullable MethodHandle function;

    public MemfdSource(Executor executor) {
        this.executor = executor;
    }

    @Override
    public int create() {
        MethodHandle linked = function;
        if (linked == null) {
            if (!asked.getAndSet(true)) {
                executor.execute(this::link);
            }
            return -1;
        }
        try {
            return (int) linked.invokeExact(NAME, CLOSE_ON_EXEC);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
    }

    @SuppressWarnings("restricted") // what the class is for
    private void link() {
        Linker linker = Linker.nativeLinker();
        function = linker.defaultLookup()
                .find("memfd_create")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)))
                .orElse(null);
    }
}
