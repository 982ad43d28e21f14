// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The daemons, and those that follow them after a reload. Owned by the thread of {@link Neighbours}. */
final class Daemons {
    private final Means means;
    private final Consumer<String> controlLost;
    private final List<AttachedDaemon> attached = new ArrayList<>();
    private final List<Successor> successors = new ArrayList<>();

    /** Tells {@code controlLost} why the server is to stop with a daemon of it. */
    Daemons(Means means, Consumer<String> controlLost) {
        this.means = means;
        this.controlLost = controlLost;
    }

    /** A daemon that starts when the one before it has ended. */
    private record Successor(DaemonPlan plan, String label) {}

    /** Has these run, in place of those that do, from the next look on. */
    void replace(List<DaemonPlan> plans, long mercyNanos) {
        attached.forEach(daemon -> daemon.stop(true, mercyNanos));
        successors.clear();
        List<String> labels = Labels.of(plans.stream().map(DaemonPlan::command).toList());
        for (int i = 0; i < plans.size(); i++) {
            successors.add(new Successor(plans.get(i), labels.get(i)));
        }
    }

    /** Time has passed, or one has ended. */
    void look(long nowNanos) {
        attached.removeIf(AttachedDaemon::isStopped);
        for (Successor each : List.copyOf(successors)) {
            if (attached.stream()
                    .noneMatch(daemon -> daemon.isEnding(each.plan().command()))) {
                successors.remove(each);
                attached.add(new AttachedDaemon(each.plan(), each.label(), means, controlLost, nowNanos));
            }
        }
        List.copyOf(attached).forEach(daemon -> daemon.look(nowNanos));
        attached.removeIf(AttachedDaemon::isStopped);
    }

    void started(KeeperEvent.Started event) {
        attached.forEach(daemon -> daemon.started(event));
    }

    void exited(KeeperEvent.Exited event, long nowNanos) {
        attached.forEach(daemon -> daemon.exited(event, nowNanos));
    }

    void keeperEnded(long nowNanos) {
        attached.forEach(daemon -> daemon.keeperEnded(nowNanos));
    }

    /** No more are started; those that run are to end. */
    void stop(long mercyNanos) {
        successors.clear();
        attached.forEach(daemon -> daemon.stop(false, mercyNanos));
        attached.removeIf(AttachedDaemon::isStopped);
    }

    boolean isEmpty() {
        return attached.isEmpty();
    }
}
