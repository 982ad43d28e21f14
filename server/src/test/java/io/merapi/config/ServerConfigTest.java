// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.control.FileWatch;
import io.merapi.control.Pidfile;
import io.merapi.transport.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerConfigTest {
    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void start() throws IOException {
        given = new Given(directory);
    }

    private Timeouts timeouts(String... arguments) {
        return given.config(arguments).limits().timeouts();
    }

    // ---- places

    @Test
    void relativePathsCountFromChdirButThoseOfTheLogAndTheFirstPidfile() throws IOException {
        Path site = Files.createDirectory(directory.resolve("site"));
        ServerConfig config = given.config(
                "--socket=app.sock",
                "--chdir=site",
                "--module=app",
                "--pidfile=1.pid",
                "--pidfile2=2.pid",
                "--safe-pidfile=3.pid",
                "--master-fifo=fifo",
                "--touch-reload=touched",
                "--logto=log");
        assertThat(config.listening().listeners().getFirst().spec().endpoint()).hasToString(site + "/app.sock");
        assertThat(config.control().whereabouts().pidfiles())
                .extracting(Pidfile::path)
                .containsExactly(directory.resolve("1.pid"), site.resolve("2.pid"), site.resolve("3.pid"));
        assertThat(config.control().fifos()).containsExactly(site.resolve("fifo"));
        assertThat(config.control().triggers())
                .extracting(FileWatch.Trigger::path)
                .containsExactly(site.resolve("touched"));
        assertThat(config.log().file()).isEqualTo(directory.resolve("log"));
    }

    // ---- time

    @ParameterizedTest
    @CsvSource({"1,75", "true,75", "on,75", "0,0", "off,0", "false,0", "2,2", "300,300"})
    void keepAliveIsOnUnlessSwitchedOffAndLargerNumbersAreSeconds(String written, long seconds) {
        assertThat(timeouts("--http=:1", "--http-keepalive=" + written).keepAlive())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void keepAliveWithoutValueIsOn() {
        assertThat(timeouts("--http=:1", "--http-keepalive").keepAlive()).isEqualTo(Duration.ofSeconds(75));
    }

    @Test
    void httpTimeoutCountsOnHttpListeners() {
        Timeouts timeouts = timeouts("--http=:1", "--http-timeout=20", "--socket-timeout=30");
        assertThat(timeouts.body()).isEqualTo(Duration.ofSeconds(20));
        assertThat(timeouts.write()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void socketTimeoutCountsOnHttpSocketListeners() {
        assertThat(timeouts("--http-socket=:1").write()).isEqualTo(Duration.ofSeconds(60));
        Timeouts timeouts = timeouts("--http-socket=:1", "--http-timeout=20", "--socket-timeout=30");
        assertThat(timeouts.body()).isEqualTo(Duration.ofSeconds(30));
        assertThat(timeouts.write()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theLongerOneCountsWhereBothKindsListen() {
        assertThat(timeouts("--http=:1", "--http-socket=:2", "--http-timeout=20", "-z30")
                        .write())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(timeouts("--http=:1", "--http-socket=:2", "--http-timeout=0", "-z30")
                        .write())
                .isZero();
    }

    @Test
    void bodyTimeoutGoesBeforeTheOthersForBodiesAlone() {
        Timeouts timeouts = timeouts("--http=:1", "--http-timeout=20", "--body-timeout=5");
        assertThat(timeouts.body()).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeouts.write()).isEqualTo(Duration.ofSeconds(20));
    }

    // ---- size

    @Test
    void bufferSizeRaisesLimitsAndNeverLowersThem() {
        assertThat(given.served("-b", "65535").limits().head()).satisfies(head -> {
            assertThat(head.requestLineBytes()).isEqualTo(65_535);
            assertThat(head.headBytes()).isEqualTo(65_536);
        });
        assertThat(given.served("-b", "4096").limits().head().headBytes()).isEqualTo(65_536);
    }

    @Test
    void postBufferingSwitchedOffLeavesBodyMemory() {
        assertThat(given.served("--post-buffering", "0", "--body-memory", "1k")
                        .limits()
                        .body()
                        .memoryBytes())
                .isEqualTo(1024);
    }

    @Test
    void bodiesInMemoryAreBoundedByTheLinkWithAWarning() {
        assertThat(given.served("--post-buffering", "100m").limits().body().memoryBytes())
                .isEqualTo(32 * 1024 * 1024);
        assertThat(given.warnings())
                .containsExactly(
                        "command line: post-buffering: 104857600 bytes are more than can be, 33554432 are used");
    }

    @ParameterizedTest
    @CsvSource({
        "limit-request-line,10,10 bytes are too few; write 256 or more",
        "limit-header-block,10,10 bytes are too few; write 1024 or more",
        "response-buffer,10,10 bytes are too few; write 4096 or more",
        "limit-header-count,0,0 is too little; write 1 or more",
        "limit-connections,0,0 is too little; write 1 or more"
    })
    void limitsThatLetNothingThroughAreErrors(String option, String value, String error) {
        assertThat(given.errors("--http=:1", "--" + option, value))
                .containsExactly("command line: " + option + ": " + error);
    }

    @Test
    void theTemporaryDirectoryIsTheEnvironments() throws IOException {
        assertThat(given.served().limits().body().directory().path())
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
        Files.createDirectory(directory.resolve("spool"));
        given.environment.put("TMPDIR", "spool");
        assertThat(given.served().limits().body().directory().path()).isEqualTo(directory.resolve("spool"));
    }

    @Test
    void aTemporaryDirectoryThatIsNotThereOrTooLongForSocketsIsAnError() throws IOException {
        given.environment.put("TMPDIR", "gone");
        assertThat(given.errors("--http=:1"))
                .containsExactly("$TMPDIR: there is no directory " + directory + "/gone; create it, or name another");
        Path deep = Files.createDirectory(directory.resolve("x".repeat(64)));
        Given other = new Given(directory);
        other.environment.put("TMPDIR", deep.toString());
        assertThat(other.errors("--http=:1"))
                .containsExactly("$TMPDIR: " + deep
                        + " is too long a name for the sockets in it; name one of at most 64 octets");
    }

    @Test
    void theBacklogIsCutToTheSystemsLimitWithAWarning() {
        given.backlogLimit = 128;
        assertThat(given.served().listening().rules().backlog()).isEqualTo(128);
        assertThat(given.served("--listen", "1024").listening().rules().backlog())
                .isEqualTo(128);
        assertThat(given.warnings())
                .containsExactly("command line: listen: the system keeps at most 128 connections, not 1024;"
                        + " raise it with: sysctl -w net.core.somaxconn=1024");
    }

    // ---- files

    @ParameterizedTest
    @ValueSource(strings = {"pidfile", "logto"})
    void whatKeepsAFileFromBeingWrittenIsAnError(String option) throws IOException {
        Files.createDirectory(directory.resolve("run"));
        assertThat(given.errors("--http=:1", "--" + option, "run"))
                .containsExactly(
                        "command line: " + option + ": " + directory + "/run is a directory; name a file in it");
        assertThat(new Given(directory).errors("--http=:1", "--" + option, "gone/x"))
                .containsExactly("command line: " + option + ": there is no directory " + directory
                        + "/gone; create it, or name another");
    }

    // ---- the pool

    @Test
    void theApplicationIsAModule() {
        assertThat(given.config("--http=:1").pool().application().module()).isEmpty();
        for (String name : List.of("--module", "--wsgi", "-w")) {
            assertThat(given.config("--http=:1", name, "shop.wsgi")
                            .pool()
                            .application()
                            .module())
                    .isEqualTo("shop.wsgi");
        }
    }

    @Test
    void aServerWithoutApplicationIsWarnedOf() {
        given.config("--http=:1");
        assertThat(given.warnings())
                .containsExactly("no application is named, requests get 500;"
                        + " add --module NAME or --wsgi-file FILE, or module = NAME in a file");
    }

    @Test
    void thePackageLiesWhereMerapiIsInstalled() {
        assertThat(given.served().pool().packageDirectory()).isEqualTo(directory.resolve("install/python"));
    }

    @ParameterizedTest
    @CsvSource({"processes,workers", "threads,threads"})
    void thereMustBeOneWorkerAndOneThread(String name, String alias) {
        assertThat(given.errors("--http=:1", "--" + alias, "0"))
                .containsExactly(
                        "command line: " + alias + ": there must be at least one; write for example --" + name + " 4");
    }

    @ParameterizedTest
    @CsvSource({"processes,10000,4", "threads,10000,4", "event-loops,256,256 or fewer"})
    void numbersThatNoMachineCanServeAreErrors(String name, int most, String advice) throws IOException {
        int tooMany = most + 1;
        assertThat(given.errors("--http=:1", "--" + name, Integer.toString(tooMany)))
                .singleElement()
                .asString()
                .startsWith("command line: " + name + ": " + tooMany + " is too many; write ")
                .endsWith(advice);
        new Given(directory).served("--" + name, Integer.toString(most));
    }

    @Test
    void aWorkingDirectoryThatIsNotThereIsAnError() {
        assertThat(given.errors("--http=:1", "--chdir=gone"))
                .containsExactly("command line: chdir: there is no directory " + directory
                        + "/gone; create it, or name another");
    }

    @Test
    void aVariableWithoutValueIsLeftOutWithAWarning() {
        assertThat(given.served("--env", "A=1", "--env", "B")
                        .pool()
                        .application()
                        .env())
                .containsExactly("A=1");
        assertThat(given.warnings()).containsExactly("command line: env: 'B' sets no variable; write --env NAME=value");
    }

    @Test
    void whatIsWrongIsReportedAllAtOnce() {
        assertThat(given.errors("--proceses=4", "--http=8000", "--threads=0", "--chdir=gone", "--python=gone"))
                .hasSize(5);
    }
}
