// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The signals that are commands. A stop or a reload that comes on the heels of the same is that one still: timeout(1)
 * and a terminal signal the process and its group.
 */
public final class Signals {
    private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Operator operator;
    private final LongSupplier clock;
    private final Map<String, Long> heardAt = new HashMap<>();

    private Signals(Operator operator, LongSupplier nanoClock) {
        this.operator = operator;
        this.clock = nanoClock;
    }

    /**
     * From now on the signals reach the operator.
     *
     * @param others commands of signals, without SIG, that are others than usual
     */
    public static void install(SignalSource signals, Operator operator, Map<String, Command> others) {
        install(signals, operator, others, System::nanoTime);
    }

    static void install(SignalSource source, Operator operator, Map<String, Command> others, LongSupplier nanoClock) {
        Signals signals = new Signals(operator, nanoClock);
        Map<String, Command> all = new LinkedHashMap<>();
        for (Command command : Command.values()) {
            command.signals().forEach(signal -> all.put(signal, command));
        }
        all.putAll(others);
        all.forEach((signal, command) -> source.handle(signal, () -> signals.heard(command, signal)));
    }

    private synchronized void heard(Command command, String signal) {
        long now = clock.getAsLong();
        Long before = heardAt.get(signal);
        boolean mayBeTwin = command == Command.STOP || command == Command.RELOAD;
        if (!mayBeTwin || before == null || now - before > SAME_NANOS) {
            heardAt.put(signal, now);
            operator.perform(command, "SIG" + signal);
        }
    }
}
