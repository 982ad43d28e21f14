// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.control.Command;
import io.merapi.control.neighbour.CronPlan;
import io.merapi.control.neighbour.DaemonPlan;
import io.merapi.control.neighbour.NeighbourConfig.TouchHook;
import io.merapi.control.neighbour.Phase;
import io.merapi.control.neighbour.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Daemons, jobs and hooks as they are written in a file. */
final class NeighbourSettingsTest {
    private static final Path HOME = Path.of(System.getProperty("merapi.home", ".."));

    @TempDir
    Path directory;

    private Problems problems = new Problems();
    private Surroundings surroundings = new Surroundings(Path.of("/"), Map.of(), Path.of("/"), 4096);

    @BeforeEach
    void look() {
        surroundings = new Surroundings(directory, Map.of(), directory, 4096);
    }

    private Settings given(String... lines) throws IOException {
        problems = new Problems();
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\n" + String.join("\n", lines) + "\n");
        return Loader.load(List.of("site.ini"), surroundings, problems);
    }

    private List<DaemonPlan> daemons(String... lines) throws IOException {
        return new DaemonReader(given(lines), surroundings, problems).daemons();
    }

    private List<CronPlan> jobs(String... lines) throws IOException {
        return new CronReader(given(lines), problems).jobs();
    }

    private HookReader hooks(String... lines) throws IOException {
        return new HookReader(given(lines), problems);
    }

    private List<String> errors() {
        return problems.errors().stream().map(Problem::toString).toList();
    }

    private List<String> warnings() {
        return problems.warnings().stream().map(Problem::toString).toList();
    }

    // ---- daemons

    @Test
    void daemonsAreAttachedInSeveralWays() throws Exception {
        List<DaemonPlan> plans = daemons(
                "attach-daemon = redis-server --timeout 0",
                "attach-control-daemon = watch",
                "smart-attach-daemon = /run/a.pid memcached -d",
                "smart-attach-daemon2 = b.pid,3 serve -x");
        assertThat(plans)
                .extracting(DaemonPlan::command)
                .containsExactly("redis-server --timeout 0", "watch", "memcached -d", "serve -x");
        assertThat(plans).extracting(DaemonPlan::control).containsExactly(false, true, false, false);
        assertThat(plans)
                .extracting(DaemonPlan::pidfile)
                .containsExactly(
                        null,
                        null,
                        new DaemonPlan.Pidfile(Path.of("/run/a.pid"), 10, false, false),
                        new DaemonPlan.Pidfile(directory.resolve("b.pid"), 3, true, false));
        assertThat(errors()).isEmpty();
    }

    @Test
    void aDaemonHasManyKeys() throws Exception {
        assertThat(daemons("attach-daemon2 = cmd=run a\\,b,chdir=sub,uid=www-data,gid=33,stdin=1,stopsignal=2,"
                        + "reloadsignal=SIGUSR1,touch=x;/y,max_throttle=7,control=true"))
                .containsExactly(new DaemonPlan(
                        "run a,b",
                        new DaemonPlan.Start(directory.resolve("sub").toString(), "www-data", "33", true),
                        null,
                        new DaemonPlan.Signals(2, 10),
                        true,
                        List.of(directory.resolve("x"), Path.of("/y")),
                        Duration.ofSeconds(7)));
        assertThat(daemons("attach-daemon2 = exec=run,pidfile=/p,freq=2,daemon=1,notifypid=1"))
                .extracting(DaemonPlan::pidfile)
                .containsExactly(new DaemonPlan.Pidfile(Path.of("/p"), 2, true, true));
        assertThat(daemons("daemons-honour-stdin = true", "attach-daemon = run"))
                .extracting(plan -> plan.start().readsInput())
                .containsExactly(true);
        assertThat(errors()).isEmpty();
    }

    @Test
    void whatIsWrongWithADaemonIsTold() throws Exception {
        assertThat(daemons(
                        "smart-attach-daemon = /run/a.pid",
                        "attach-daemon2 = freq=3",
                        "attach-daemon2 = cmd=x,stopsignal=SIGNONE",
                        "attach-daemon2 = cmd=x,daemonize=1",
                        "attach-daemon2 = cmd=x,control=0,pidfle=y,legion=z"))
                .hasSize(3);
        assertThat(errors())
                .containsExactly(
                        "site.ini:2: smart-attach-daemon: there is a pidfile, but no command; write smart-attach-daemon = PIDFILE COMMAND",
                        "site.ini:3: attach-daemon2: there is no cmd; write attach-daemon2 = cmd=COMMAND,KEY=VALUE",
                        "site.ini:4: attach-daemon2: stopsignal: there is no signal SIGNONE; write its number, such as 15",
                        "site.ini:5: attach-daemon2: daemonize needs a pidfile; add pidfile=FILE");
        assertThat(warnings())
                .contains(
                        "site.ini:6: attach-daemon2: there is no key pidfle; did you mean pidfile?",
                        "site.ini:6: attach-daemon2: the key legion is not available, ignored",
                        "site.ini:6: attach-daemon2: control=0 is taken for off; uWSGI takes any value for on; leave control out");
    }

    // ---- jobs

    @Test
    void jobsAreWrittenByPlaceAndByKey() throws Exception {
        assertThat(jobs(
                        "cron-harakiri = 60",
                        "cron = 59 2 -1 -1 -1 /usr/bin/backup  now",
                        "unique-cron = -5 -1 -1 -1 7 tidy",
                        "cron2 = minute=-2,week=0,unique=1,harakiri=0 sweep all",
                        "cron2 = hour=4,harakiri=9 look",
                        "cron2 = always"))
                .containsExactly(
                        new CronPlan(
                                new Schedule(59, 2, -1, -1, -1), "/usr/bin/backup  now", false, Duration.ofSeconds(60)),
                        new CronPlan(new Schedule(-5, -1, -1, -1, 7), "tidy", true, Duration.ofSeconds(60)),
                        new CronPlan(new Schedule(-2, -1, -1, -1, 0), "sweep all", true, Duration.ZERO),
                        new CronPlan(new Schedule(-1, 4, -1, -1, -1), "look", false, Duration.ofSeconds(9)),
                        new CronPlan(new Schedule(-1, -1, -1, -1, -1), "always", false, Duration.ofSeconds(60)));
        assertThat(errors()).isEmpty();
    }

    @Test
    void whatIsWrongWithAJobIsTold() throws Exception {
        assertThat(jobs(
                        "cron = * 2 * * * x",
                        "cron = 1 2 3 4 5",
                        "cron2 = minute=*/5 x",
                        "cron2 = minute=1",
                        "cron = 61 24 0 13 8 x"))
                .hasSize(2);
        assertThat(errors())
                .hasSize(4)
                .first()
                .isEqualTo("site.ini:2: cron: '* 2 * * * x' is not minute, hour, day, month, weekday and a command;"
                        + " write numbers, -1 for * and -5 for */5, such as cron = 0 2 -1 -1 -1 COMMAND");
        assertThat(errors()).contains("site.ini:4: cron2: '*/5' is no number; write -1 for * and -5 for */5");
        assertThat(warnings())
                .contains(
                        "site.ini:6: cron: it is never due: minute is 0 to 59, not 61",
                        "site.ini:6: cron: it is never due: week is 0 to 7, not 8")
                .hasSize(5);
    }

    // ---- hooks

    @Test
    void hooksAreOfTheirPhasesAndCommandsFollowThem() throws Exception {
        HookReader reader = hooks(
                "exec-asap = second",
                "hook-asap = exec:first",
                "hook-as-root = mkdir:/x",
                "exec-as-user = third",
                "hook-pre-app = exec:./manage.py migrate",
                "hook-accepting1 = !write:/x secret",
                "hook-as-user-atexit = log:bye",
                "hook-touch = flag exec:a b",
                "touch-exec = /flag a b");
        assertThat(reader.ofTheServer())
                .isEqualTo(Map.of(
                        Phase.ASAP, List.of("exec:first", "exec:second"),
                        Phase.AS_ROOT, List.of("mkdir:/x"),
                        Phase.AS_USER, List.of("exec:third"),
                        Phase.AS_USER_ATEXIT, List.of("log:bye")));
        assertThat(reader.ofTheApplication())
                .isEqualTo(Map.of(
                        "pre-app", List.of("exec:./manage.py migrate"), "accepting1", List.of("!write:/x secret")));
        assertThat(reader.touches(surroundings))
                .containsExactly(
                        new TouchHook(directory.resolve("flag"), "exec:a b"),
                        new TouchHook(Path.of("/flag"), "exec:a b"));
        assertThat(errors()).isEmpty();
    }

    @Test
    void signalsAreBoundToCommands() throws Exception {
        HookReader reader = hooks(
                "hook-master-start = unix_signal:15 gracefully_kill_them_all",
                "hook-asap = unix_signal:10 grace_them_all",
                "hook-master-start = log:x");
        assertThat(reader.signals()).isEqualTo(Map.of("TERM", Command.STOP, "USR1", Command.RELOAD));
        assertThat(reader.ofTheServer()).isEqualTo(Map.of(Phase.MASTER_START, List.of("log:x")));
        assertThat(errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hook-asap = exec | 'exec' is no action; write action:argument, such as exec:COMMAND",
                "hook-asap = exce:x | there is no action exce; did you mean exec?",
                "hook-asap = frobnicate:x | there is no action frobnicate; exec:COMMAND runs a command",
                "hook-asap = callint:x | callint is not available here; exec:COMMAND runs a command",
            })
    void whatIsWrongWithAHookIsTold(String line, String problem) throws Exception {
        assertThat(hooks(line).ofTheServer()).isEmpty();
        assertThat(errors()).containsExactly("site.ini:2: hook-asap: " + problem);
    }

    @Test
    void whatIsWrongWithASignalIsTold() throws Exception {
        assertThat(hooks("hook-asap = unix_signal:9 stats", "hook-asap = unix_signal:15 explode")
                        .signals())
                .isEmpty();
        assertThat(errors())
                .hasSize(2)
                .last()
                .asString()
                .contains("write unix_signal:NUMBER FUNCTION, with one of end_me,");
        assertThat(hooks("hook-post-fork = unix_signal:15 end_me").ofTheApplication())
                .isEmpty();
        assertThat(warnings()).singleElement().asString().contains("signals of workers are left to the server");
        assertThat(hooks("hook-touch = file").touches(surroundings)).isEmpty();
        assertThat(errors()).singleElement().asString().contains("write hook-touch = FILE exec:COMMAND");
    }

    @Test
    void theActionsAreThoseThatPythonHas() throws Exception {
        TreeSet<String> python = new TreeSet<>();
        Pattern row = Pattern.compile("^    \"(\\w+)\": ", Pattern.MULTILINE);
        for (String name : List.of("hooks.py", "hook_files.py")) {
            String source =
                    Files.readString(HOME.resolve("python/merapi_worker").resolve(name));
            row.matcher(source.substring(source.indexOf("\nACTIONS")))
                    .results()
                    .forEach(each -> python.add(each.group(1)));
        }
        assertThat(HookReader.ACTIONS).containsExactlyInAnyOrderElementsOf(python);
    }
}
