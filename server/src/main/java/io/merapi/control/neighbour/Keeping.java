// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sees to it that there is a keeper: one that dies is replaced. Owned by the thread of {@link Neighbours}. */
final class Keeping implements Commands {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final KeeperPlan plan;
    private final LabelledOutput output;
    private final Consumer<Heard> events;
    private final RestartPause pause = new RestartPause(LONGEST_PAUSE);
    /** Who waits for hooks, in their order. */
    private final Queue<Consumer<KeeperEvent>> hooking = new ArrayDeque<>();

    private @Nullable Keeper keeper;
    private int number;
    private long sinceNanos;
    private long dueNanos;

    /** What a keeper has told; one that has been replaced may still be heard. */
    record Heard(int keeper, KeeperEvent event) {}

    /** Events are told on any thread, and are to come back by {@link #isOfNow}. */
    Keeping(KeeperPlan plan, LabelledOutput output, Consumer<Heard> events, long nowNanos) {
        this.plan = plan;
        this.output = output;
        this.events = events;
        this.dueNanos = nowNanos;
    }

    /**
     * Starts one where there is none and it is time to.
     *
     * @return whether there is one
     * @throws IOException when it cannot be started
     */
    boolean ensure(Place place, long nowNanos) throws IOException {
        if (keeper == null && nowNanos - dueNanos >= 0) {
            sinceNanos = nowNanos;
            dueNanos = nowNanos + LONGEST_PAUSE.toNanos();
            int own = ++number;
            keeper = Keeper.start(plan, place, output, event -> events.accept(new Heard(own, event)));
        }
        return keeper != null;
    }

    /** What commands find from now on. */
    void place(Place place) {
        if (keeper != null) {
            keeper.place(place);
        }
    }

    boolean isOfNow(Heard heard) {
        return heard.keeper() == number;
    }

    /** It is gone; another follows in a while. */
    void ended(long nowNanos) {
        keeper = null;
        dueNanos =
                nowNanos + pause.after(Duration.ofNanos(nowNanos - sinceNanos)).toNanos();
        List<Consumer<KeeperEvent>> waiting = List.copyOf(hooking);
        hooking.clear();
        waiting.forEach(each -> each.accept(new KeeperEvent.Ended()));
    }

    @Override
    public int run(String label, String command, How how) {
        return keeper == null ? NONE : keeper.run(label, command, how);
    }

    @Override
    public void signal(int id, long pid, int signal) {
        if (keeper != null) {
            keeper.signal(id, pid, signal);
        }
    }

    /** Runs hooks and tells what has come of them: {@link KeeperEvent.Hooked}, or that the keeper has ended. */
    void hooks(String phase, List<String> texts, Consumer<KeeperEvent> told) {
        if (keeper == null) {
            told.accept(new KeeperEvent.Ended());
        } else {
            hooking.add(told);
            keeper.hooks(phase, texts);
        }
    }

    void hooked(KeeperEvent.Hooked hooked) {
        Consumer<KeeperEvent> waiting = hooking.poll();
        if (waiting != null) {
            waiting.accept(hooked);
        }
    }

    void close() {
        number++;
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
    }
}
