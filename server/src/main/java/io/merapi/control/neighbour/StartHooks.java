// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.observe.sink.ServerLog;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntSupplier;

/** Runs hooks of the start, each time with a keeper of their own: privileges may be others afterwards. */
final class StartHooks {
    private static final int ROOT = 0;

    private final NeighbourConfig config;
    private final LabelledOutput output;
    private final ServerLog log;
    private final boolean isRoot;
    private volatile Place left = new Place("", List.of());

    /** Asks for the user where that matters alone. */
    StartHooks(NeighbourConfig config, LabelledOutput output, ServerLog log, IntSupplier user) {
        this.config = config;
        this.output = output;
        this.log = log;
        this.isRoot = config.hasHooksOfRoot() && user.getAsInt() == ROOT;
    }

    /** What they have left for the application: a working directory, or "", and variables. */
    Place left() {
        return left;
    }

    /** Runs those of some phases to their end; completing {@code exit} ends them. */
    void run(List<Phase> phases, CompletableFuture<Integer> exit)
            throws HookException, IOException, InterruptedException {
        List<Phase> due = phases.stream()
                .filter(phase -> !config.hooks(phase).isEmpty() && isDue(phase))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        // of this keeper alone: the end of the one before may still be told
        BlockingQueue<KeeperEvent> events = new LinkedBlockingQueue<>();
        var _ = exit.thenRun(() -> events.add(new KeeperEvent.Ended()));
        Place place = new Place(left.directory(), config.environmentWith(left));
        try (Keeper keeper = Keeper.start(config.keeper(), place, output, events::add)) {
            for (Phase phase : due) {
                keeper.hooks(phase.toString(), config.hooks(phase));
                place = place.after(check(phase, next(events)));
            }
        }
        left = config.changesOf(place);
    }

    /** Without privileges to drop nothing is run around that, as under uWSGI. */
    private boolean isDue(Phase phase) {
        boolean isDue = isRoot || !phase.isOfRoot();
        if (!isDue) {
            log.warning("hooks of " + phase + " are not run, as under uWSGI, for the server was not started as root;"
                    + " those of asap or pre-app are");
        }
        return isDue;
    }

    private static KeeperEvent next(BlockingQueue<KeeperEvent> events) throws InterruptedException {
        KeeperEvent event = events.take();
        while (!(event instanceof KeeperEvent.Hooked || event instanceof KeeperEvent.Ended)) {
            event = events.take();
        }
        return event;
    }

    /** What hooks have come to, where that is good. */
    static KeeperEvent.Hooked check(Phase phase, KeeperEvent event) throws HookException {
        if (!(event instanceof KeeperEvent.Hooked hooked)) {
            throw HookException.failed("hooks of " + phase + " have not come to their end");
        }
        if (!hooked.failure().isEmpty()) {
            throw HookException.failed(hooked.failure());
        }
        if (hooked.exit() >= 0) {
            throw HookException.exit(phase, hooked.exit());
        }
        return hooked;
    }
}
