// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.worker.PoolConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads which applications there are besides the first, and what is imported besides. */
final class ApplicationsReader {
    private final Settings settings;
    private final Problems problems;

    ApplicationsReader(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** Whether one is named. */
    boolean isAnyNamed() {
        return hasFirst() || settings.isGiven(PythonOptions.MOUNT);
    }

    private boolean hasFirst() {
        return settings.isGiven(PythonOptions.MODULE) || settings.isGiven(PythonOptions.WSGI_FILE);
    }

    PoolConfig.Mounts mounts() {
        Map<String, PoolConfig.Mount> mounts = new LinkedHashMap<>();
        for (Setting setting : settings.settings(PythonOptions.MOUNT)) {
            PoolConfig.Mount mount = mount(setting);
            if ((mount.point().isEmpty() && hasFirst()) || mounts.containsKey(mount.point())) {
                problems.warn(Problem.with(
                        setting,
                        "there is an application at " + written(mount.point()) + " already, this one is not loaded",
                        "mount it at another path"));
            } else {
                mounts.put(mount.point(), mount);
            }
        }
        boolean byPath = settings.value(PythonOptions.MANAGE_SCRIPT_NAME);
        if (!byPath) {
            warnOfUnreachable(mounts.values().stream().skip(hasFirst() ? 0 : 1));
        }
        boolean hasDefault = !settings.value(PythonOptions.NO_DEFAULT_APP);
        return new PoolConfig.Mounts(List.copyOf(mounts.values()), byPath, hasDefault, false);
    }

    /** Over HTTP nobody says SCRIPT_NAME. */
    private void warnOfUnreachable(Stream<PoolConfig.Mount> others) {
        boolean hasHttp = settings.isGiven(ListenOptions.HTTP) || settings.isGiven(ListenOptions.HTTP_SOCKET);
        others.filter(mount -> hasHttp && !mount.point().isEmpty())
                .findFirst()
                .ifPresent(mount -> problems.warn(settings.problem(
                        PythonOptions.MOUNT,
                        "no HTTP request gets to " + mount.target() + " by its path " + mount.point(),
                        "add "
                                + settings.origin(PythonOptions.MOUNT)
                                        .spell(PythonOptions.MANAGE_SCRIPT_NAME.name(), "true"))));
    }

    private static String written(String point) {
        return point.isEmpty() ? "/" : point;
    }

    private PoolConfig.Mount mount(Setting setting) {
        String value = setting.value();
        int equals = value.indexOf('=');
        String point = value.substring(0, Math.max(equals, 0)).strip();
        String target = value.substring(equals + 1).strip();
        if (!point.startsWith("/") || target.isEmpty()) {
            boolean isOfHost = point.contains("|");
            reject(
                    setting,
                    isOfHost
                            ? "applications for single hosts cannot be had"
                            : "'" + value + "' mounts nothing, for it is no path with an application",
                    isOfHost ? "run a server for each host" : "write " + example(setting));
        } else if (target.endsWith(".ini")) {
            reject(setting, "paste configurations are not read", "mount a file that calls paste.deploy.loadapp");
        }
        return new PoolConfig.Mount(point.replaceFirst("/+$", ""), target);
    }

    private void reject(Setting setting, String what, String fix) {
        problems.error(Problem.with(setting, what, fix));
    }

    private static String example(Setting setting) {
        return setting.origin().spell(setting.key(), "/path=module:callable");
    }

    PoolConfig.Imports imports() {
        return new PoolConfig.Imports(
                settings.value(PythonOptions.SHARED_IMPORT),
                settings.value(PythonOptions.IMPORT),
                aliases(PythonOptions.PYMODULE_ALIAS),
                aliases(PythonOptions.POST_PYMODULE_ALIAS));
    }

    private List<String> aliases(Option<List<String>> option) {
        for (Setting setting : settings.settings(option)) {
            if (!setting.value().matches("[^=]+=.+")) {
                reject(
                        setting,
                        "'" + setting.value() + "' is no name with a module",
                        "write " + setting.origin().spell(setting.key(), "name=module"));
            }
        }
        return settings.value(option);
    }
}
