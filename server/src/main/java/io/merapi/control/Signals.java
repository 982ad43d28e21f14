// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The signals that are commands. One that comes on the heels of the same is that one still: timeout(1) and a terminal
 * signal the process and its group.
 */
public final class Signals {
    private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Operator operator;
    private final LongSupplier clock;
    private final Map<Command, Long> heardAt = new EnumMap<>(Command.class);

    private Signals(Operator operator, LongSupplier nanoClock) {
        this.operator = operator;
        this.clock = nanoClock;
    }

    /** From now on the signals reach the operator. */
    public static void install(SignalSource signals, Operator operator) {
        install(signals, operator, System::nanoTime);
    }

    static void install(SignalSource source, Operator operator, LongSupplier nanoClock) {
        Signals signals = new Signals(operator, nanoClock);
        for (Command command : Command.values()) {
            if (!command.signal().isEmpty()) {
                source.handle(command.signal(), () -> signals.heard(command));
            }
        }
    }

    private synchronized void heard(Command command) {
        long now = clock.getAsLong();
        Long before = heardAt.get(command);
        if (before == null || now - before > SAME_NANOS) {
            heardAt.put(command, now);
            operator.perform(command, "SIG" + command.signal());
        }
    }
}
