// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The neighbours of the application.
 *
 * @param hooks what each phase runs, as {@code action:argument}
 * @param daemons what runs beside the server
 * @param jobs what runs at set times
 * @param touches what runs when a file is touched
 * @param mercy how long a daemon may take to end when another is to follow
 * @param keeper who runs all that
 * @param application the application's working directory, or "", and its variables
 */
public record NeighbourConfig(
        Map<Phase, List<String>> hooks,
        List<DaemonPlan> daemons,
        List<CronPlan> jobs,
        List<TouchHook> touches,
        Duration mercy,
        KeeperPlan keeper,
        Place application) {

    /**
     * A file, and the hook that runs when it is touched.
     *
     * @param action {@code action:argument}
     */
    public record TouchHook(Path file, String action) {}

    List<String> hooks(Phase phase) {
        return hooks.getOrDefault(phase, List.of());
    }

    /** Whether something is to run around becoming another user. */
    boolean hasHooksOfRoot() {
        return hooks.keySet().stream().anyMatch(Phase::isOfRoot);
    }

    /** Whether there is nothing to do while the server runs. */
    boolean isIdle() {
        return daemons.isEmpty()
                && jobs.isEmpty()
                && touches.isEmpty()
                && hooks(Phase.MASTER_START).isEmpty();
    }

    /** The place of the application, as hooks of the start have left it. */
    Place placeAfter(Place left) {
        String directory = application.directory().isEmpty() ? left.directory() : application.directory();
        return new Place(directory, environmentWith(left));
    }

    /** Its variables, and those that hooks have set. */
    List<String> environmentWith(Place left) {
        return Stream.concat(application.environment().stream(), left.environment().stream())
                .toList();
    }

    /** Of a place that hooks have left, what is not the application's own. */
    Place changesOf(Place after) {
        int own = application.environment().size();
        return new Place(
                after.directory(),
                after.environment().subList(own, after.environment().size()));
    }
}
