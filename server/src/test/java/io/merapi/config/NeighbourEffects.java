// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.OptionEffectTest.Effect;
import io.merapi.config.option.NeighbourOptions;
import io.merapi.config.option.Option;
import io.merapi.control.neighbour.NeighbourConfig;
import io.merapi.control.neighbour.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The part of {@link OptionEffectTest} that is about daemons, jobs and hooks. */
final class NeighbourEffects {
    private NeighbourEffects() {}

    static Stream<Effect> daemonsAndJobs() {
        return Stream.of(
                daemon(NeighbourOptions.ATTACH_DAEMON, "run", "run"),
                daemon(NeighbourOptions.ATTACH_CONTROL_DAEMON, "run", "run control"),
                daemon(NeighbourOptions.SMART_ATTACH_DAEMON, "/p run", "run /p"),
                daemon(NeighbourOptions.SMART_ATTACH_DAEMON2, "/p run", "run /p written"),
                daemon(NeighbourOptions.ATTACH_DAEMON2, "cmd=run,control=1", "run control"),
                job(NeighbourOptions.CRON, "-1 -1 -1 -1 -1 run", "run"),
                job(NeighbourOptions.UNIQUE_CRON, "-1 -1 -1 -1 -1 run", "run unique"),
                job(NeighbourOptions.CRON2, "unique=1 run", "run unique"));
    }

    private static Effect daemon(Option<?> option, String given, String then) {
        return new Effect(
                option,
                given,
                config -> config.neighbours().daemons().stream()
                        .map(plan -> plan.command()
                                + (plan.control() ? " control" : "")
                                + (plan.pidfile() == null
                                        ? ""
                                        : " " + plan.pidfile().path())
                                + (plan.pidfile() != null && plan.pidfile().written() ? " written" : ""))
                        .toList(),
                List.of(),
                List.of(then));
    }

    private static Effect job(Option<?> option, String given, String then) {
        return new Effect(
                option,
                given,
                config -> config.neighbours().jobs().stream()
                        .map(plan -> plan.command() + (plan.unique() ? " unique" : ""))
                        .toList(),
                List.of(),
                List.of(then));
    }

    static Stream<Effect> hooks() {
        Stream<Effect> server = Stream.of(
                        Map.entry(NeighbourOptions.HOOK_ASAP, Phase.ASAP),
                        Map.entry(NeighbourOptions.EXEC_ASAP, Phase.ASAP),
                        Map.entry(NeighbourOptions.HOOK_PRE_JAIL, Phase.PRE_JAIL),
                        Map.entry(NeighbourOptions.EXEC_PRE_JAIL, Phase.PRE_JAIL),
                        Map.entry(NeighbourOptions.HOOK_IN_JAIL, Phase.IN_JAIL),
                        Map.entry(NeighbourOptions.EXEC_IN_JAIL, Phase.IN_JAIL),
                        Map.entry(NeighbourOptions.HOOK_AS_ROOT, Phase.AS_ROOT),
                        Map.entry(NeighbourOptions.EXEC_AS_ROOT, Phase.AS_ROOT),
                        Map.entry(NeighbourOptions.HOOK_AS_USER, Phase.AS_USER),
                        Map.entry(NeighbourOptions.EXEC_AS_USER, Phase.AS_USER),
                        Map.entry(NeighbourOptions.HOOK_MASTER_START, Phase.MASTER_START),
                        Map.entry(NeighbourOptions.HOOK_AS_USER_ATEXIT, Phase.AS_USER_ATEXIT),
                        Map.entry(NeighbourOptions.EXEC_AS_USER_ATEXIT, Phase.AS_USER_ATEXIT))
                .map(each -> hook(each.getKey(), each.getValue()));
        Stream<Effect> application = Stream.of(
                        Map.entry(NeighbourOptions.HOOK_PRE_APP, "pre-app"),
                        Map.entry(NeighbourOptions.EXEC_PRE_APP, "pre-app"),
                        Map.entry(NeighbourOptions.HOOK_POST_APP, "post-app"),
                        Map.entry(NeighbourOptions.EXEC_POST_APP, "post-app"),
                        Map.entry(NeighbourOptions.HOOK_POST_FORK, "post-fork"),
                        Map.entry(NeighbourOptions.HOOK_ACCEPTING, "accepting"),
                        Map.entry(NeighbourOptions.HOOK_ACCEPTING_ONCE, "accepting-once"),
                        Map.entry(NeighbourOptions.HOOK_ACCEPTING1, "accepting1"),
                        Map.entry(NeighbourOptions.HOOK_ACCEPTING1_ONCE, "accepting1-once"))
                .map(each -> new Effect(
                        each.getKey(),
                        given(each.getKey()),
                        config -> config.pool().application().hooks(),
                        Map.of(),
                        Map.of(each.getValue(), List.of("exec:run"))));
        return Stream.of(server, application, touches()).flatMap(each -> each);
    }

    private static String given(Option<?> option) {
        return option.name().startsWith("exec-") ? "run" : "exec:run";
    }

    private static Effect hook(Option<?> option, Phase phase) {
        return new Effect(
                option,
                given(option),
                config -> config.neighbours().hooks(),
                Map.of(),
                Map.of(phase, List.of("exec:run")));
    }

    private static Stream<Effect> touches() {
        Function<ServerConfig, Object> field = config -> config.neighbours().touches();
        List<NeighbourConfig.TouchHook> then = List.of(new NeighbourConfig.TouchHook(Path.of("/flag"), "exec:run"));
        return Stream.of(
                new Effect(NeighbourOptions.HOOK_TOUCH, "/flag exec:run", field, List.of(), then),
                new Effect(NeighbourOptions.TOUCH_EXEC, "/flag run", field, List.of(), then));
    }
}
