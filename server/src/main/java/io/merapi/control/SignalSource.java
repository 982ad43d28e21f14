// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;

/** Where signals come from. */
@FunctionalInterface
public interface SignalSource {

    /**
     * Runs an action whenever the process gets a signal, in place of what it did before; on a thread of the JVM's.
     *
     * @param name the signal without SIG
     * @throws IllegalArgumentException when there is no such signal, or the JVM keeps it to itself
     */
    void handle(String name, Runnable action);

    /** The signals of this process. */
    static SignalSource ofProcess() {
        return (name, action) -> {
            if (name.equals("QUIT")) {
                handleQuit(action);
            } else {
                handleInProcess(name, action);
            }
        };
    }

    /** In a while, for the server starts meanwhile. */
    private static void handleQuit(Runnable action) {
        handleInProcess(QuitSignal.STAND_IN, () -> {
            if (!QuitSignal.isAttaching()) {
                action.run();
            }
        });
        Thread.ofPlatform().name("quit-signal").daemon().start(QuitSignal::redirect);
    }

    /**
     * The JDK offers {@code sun.misc.Signal} and nothing else. It is used by reflection, because javac warns of the
     * name whatever is suppressed, and warnings are errors here.
     */
    private static void handleInProcess(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            Object handling =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("SIG" + name + " cannot be handled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the module jdk.unsupported is missing", e);
        }
    }
}
