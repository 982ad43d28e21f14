// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.limit.ProcessLimits;
import io.merapi.worker.process.Identity;
import io.merapi.worker.process.ProcessTraits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills CONFIG (docs/workerlink.md, "CONFIG"). */
final class ZygoteConfig {
    private static final long KIB = 1024;

    private ZygoteConfig() {}

    static Map<String, @Nullable Object> of(PoolConfig pool, Generation generation, RuntimeDirectory directory) {
        Map<String, @Nullable Object> config = new HashMap<>();
        putApplication(config, pool.application());
        config.put("threads", pool.threads());
        config.put("processes", pool.processes());
        config.put("generation", generation.number());
        config.put("runtime_dir", directory.path().toString());
        config.put("scoreboard", generation.scoreboard().path().toString());
        config.put("environ", Map.of());
        ProcessLimits limits = pool.limits().process();
        config.put("limit_as_kib", (int) Math.min(Integer.MAX_VALUE, limits.addressSpaceBytes() / KIB));
        config.put("limit_nproc", limits.processes());
        config.put("max_fd", limits.descriptors());
        config.put("fatal", limits.fatal().any());
        config.put("fatal_types", limits.fatal().types());
        config.put("fatal_values", limits.fatal().values());
        config.put("fatal_reprs", limits.fatal().reprs());
        ProcessTraits traits = pool.traits();
        config.put("title", traits.titles() == null ? null : traits.titles().parts());
        config.put("priority", traits.scheduling().priority());
        config.put("cpu_affinity", traits.scheduling().processorsEach());
        config.put("sched_batch", traits.scheduling().batch());
        config.put("worker_chdir", given(traits.directory()));
        config.put("identity", numbers(directory.workers()));
        config.put("package", pool.packageDirectory().toString());
        return config;
    }

    private static void putApplication(Map<String, @Nullable Object> config, PoolConfig.Application application) {
        config.put("module", given(application.module()));
        config.put("wsgi_file", given(application.wsgiFile()));
        config.put("callable", given(application.callable()));
        PoolConfig.Mounts mounts = application.mounts();
        config.put(
                "mounts",
                mounts.mounts().stream()
                        .map(mount -> List.of(mount.point(), mount.target()))
                        .toList());
        config.put("manage_script_name", mounts.byPath());
        config.put("default_app", mounts.hasDefault());
        config.put("need_all", mounts.needsAll());
        PoolConfig.Imports imports = application.imports();
        config.put("shared_imports", imports.shared());
        config.put("imports", imports.own());
        config.put("aliases", imports.aliases());
        config.put("late_aliases", imports.lateAliases());
        config.put("chdir", given(application.chdir()));
        config.put("pythonpath", application.pythonpath());
        config.put("env", application.env());
        config.put("argv", application.argv());
        config.put("lazy_apps", application.lazyApps());
        config.put("need_app", application.needApp());
        PoolConfig.Answers answers = application.answers();
        config.put("file_wrapper", answers.fileWrapper());
        config.put("show_errors", answers.showErrors());
        config.put(
                "added_fields",
                answers.added().stream()
                        .map(field -> List.of(field.name(), field.value()))
                        .toList());
        config.put("removed_fields", answers.removed());
        PoolConfig.Autoreload autoreload = application.autoreload();
        // in whole seconds, but not zero, which is never
        config.put("watch_modules", (int) autoreload.interval().plusMillis(999).toSeconds());
        config.put("watch_ignored", autoreload.ignored());
        config.put("hooks", application.hooks());
    }

    private static @Nullable List<Integer> numbers(@Nullable Identity identity) {
        return identity == null
                ? null
                : Stream.concat(Stream.of(identity.uid(), identity.gid()), identity.groups().stream())
                        .toList();
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
