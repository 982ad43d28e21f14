// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.limit.WorkerLimits;
import io.merapi.worker.process.ProcessTraits;
import io.merapi.worker.process.Scheduling;
import io.merapi.worker.process.Titles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONFIG is what docs/workerlink.md says of it. */
final class ZygoteConfigTest {
    private static final Path HOME = Path.of(System.getProperty("merapi.home", ".."));
    private static final Pattern KEY = Pattern.compile("`([a-z_]+)`");

    @TempDir
    Path directory;

    private Map<String, @Nullable Object> config(PoolConfig.Application application) throws IOException {
        try (TestPool pool = new TestPool(directory.resolve("pool"), 1, TestPool.LIMITS);
                RuntimeDirectory runtime = RuntimeDirectory.create(directory)) {
            Path packages = Path.of("/opt/merapi/python");
            PoolConfig config = new PoolConfig(
                    application, "python3", packages, 4, 2, TestPool.LIMITS, TestPool.MERCY, WorkerLimits.NONE, TRAITS);
            Map<String, @Nullable Object> map = ZygoteConfig.of(config, pool.generation(), runtime);
            assertThat(map)
                    .containsEntry("runtime_dir", runtime.path().toString())
                    .containsEntry(
                            "scoreboard", pool.generation().scoreboard().path().toString());
            return map;
        }
    }

    private static final ProcessTraits TRAITS =
            new ProcessTraits(new Titles("my ", "", "!"), new Scheduling(-5, 2, true), "/srv/later", false);

    private static final PoolConfig.Application FULL = new PoolConfig.Application(
            "site:app",
            "site.py",
            "make",
            new PoolConfig.Mounts(List.of(new PoolConfig.Mount("/blog", "blog.py")), true, false, false),
            new PoolConfig.Imports(List.of("shared"), List.of("own"), List.of("a=b"), List.of("c=d")),
            "/srv",
            List.of("lib"),
            List.of("TZ=UTC"),
            List.of("-v"),
            true,
            false,
            new PoolConfig.Autoreload(Duration.ofSeconds(3), List.of("numpy")),
            new PoolConfig.Answers(false, true, List.of(new PoolConfig.Field("X-A", "b")), List.of("Server")),
            Map.of());
    private static final PoolConfig.Application EMPTY = new PoolConfig.Application(
            "",
            "",
            "",
            PoolConfig.Mounts.NONE,
            PoolConfig.Imports.NONE,
            "",
            List.of(),
            List.of(),
            List.of(),
            false,
            true,
            PoolConfig.Autoreload.OFF,
            PoolConfig.Answers.AS_GIVEN,
            Map.of());

    @Test
    void hasTheKeysOfTheDocument() throws IOException {
        List<String> documented;
        try (Stream<String> lines = Files.lines(HOME.resolve("docs/workerlink.md"))) {
            documented = lines.dropWhile(line -> !line.equals("## CONFIG"))
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|", -1)[1])
                    .flatMap(cell -> KEY.matcher(cell).results().map(ZygoteConfigTest::key))
                    .toList();
        }
        assertThat(config(FULL)).containsOnlyKeys(documented);
    }

    private static String key(MatchResult match) {
        return match.group(1);
    }

    @Test
    void carriesWhatIsGiven() throws IOException {
        assertThat(config(FULL))
                .containsEntry("module", "site:app")
                .containsEntry("wsgi_file", "site.py")
                .containsEntry("callable", "make")
                .containsEntry("mounts", List.of(List.of("/blog", "blog.py")))
                .containsEntry("manage_script_name", true)
                .containsEntry("default_app", false)
                .containsEntry("need_all", false)
                .containsEntry("shared_imports", List.of("shared"))
                .containsEntry("imports", List.of("own"))
                .containsEntry("aliases", List.of("a=b"))
                .containsEntry("late_aliases", List.of("c=d"))
                .containsEntry("chdir", "/srv")
                .containsEntry("pythonpath", List.of("lib"))
                .containsEntry("env", List.of("TZ=UTC"))
                .containsEntry("argv", List.of("-v"))
                .containsEntry("lazy_apps", true)
                .containsEntry("need_app", false)
                .containsEntry("file_wrapper", false)
                .containsEntry("show_errors", true)
                .containsEntry("added_fields", List.of(List.of("X-A", "b")))
                .containsEntry("removed_fields", List.of("Server"))
                .containsEntry("processes", 4)
                .containsEntry("threads", 2)
                .containsEntry("generation", 1)
                .containsEntry("title", List.of("my ", "", "!"))
                .containsEntry("priority", -5)
                .containsEntry("cpu_affinity", 2)
                .containsEntry("sched_batch", true)
                .containsEntry("worker_chdir", "/srv/later")
                .containsEntry("identity", null)
                .containsEntry("watch_modules", 3)
                .containsEntry("watch_ignored", List.of("numpy"))
                .containsEntry("package", "/opt/merapi/python");
    }

    @Test
    void hasNoneForWhatIsNotGiven() throws IOException {
        assertThat(config(EMPTY))
                .containsEntry("module", null)
                .containsEntry("wsgi_file", null)
                .containsEntry("callable", null)
                .containsEntry("chdir", null)
                .containsEntry("pythonpath", List.of())
                .containsEntry("lazy_apps", false)
                .containsEntry("need_app", true);
    }
}
