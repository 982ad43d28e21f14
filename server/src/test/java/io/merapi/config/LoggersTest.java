// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.observe.LogConfig;
import io.merapi.observe.route.Destination;
import io.merapi.observe.route.Envelope;
import io.merapi.observe.route.LogRoutes;
import io.merapi.observe.route.Receiver;
import io.merapi.observe.sink.LogFileRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loggers, routes and encoders as they are written, with what is said of those that make no sense. */
final class LoggersTest {
    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void given() throws IOException {
        given = new Given(directory);
    }

    private LogConfig log(String... arguments) {
        return given.served(arguments).log();
    }

    private Destination only(String argument) {
        List<LogRoutes.Logger> loggers = log(argument).routes().loggers();
        assertThat(loggers).hasSize(1);
        return loggers.getFirst().destination();
    }

    private Destination.OfFile file(String name) {
        return new Destination.OfFile(directory.resolve(name), LogFileRules.NONE);
    }

    @Test
    void placesAreReadAsUwsgiReadsThem() {
        assertThat(only("--logger=stdio")).isEqualTo(new Destination.StandardError());
        assertThat(only("--logger=file:a.log")).isEqualTo(file("a.log"));
        assertThat(only("--logger=fd:5")).isEqualTo(new Destination.OfDescriptor(5));
        assertThat(only("--logger=socket:/run/log,site "))
                .isEqualTo(new Destination.Datagrams(new Receiver.UnixSocket("/run/log"), Envelope.plain("site")));
        assertThat(only("--log-socket=10.0.0.1:5050"))
                .isEqualTo(new Destination.Datagrams(new Receiver.Udp("10.0.0.1", 5050), Envelope.plain("")));
        assertThat(only("--logger=rsyslog:[::1],site"))
                .isEqualTo(new Destination.Datagrams(
                        new Receiver.Udp("::1", 514), Envelope.remoteSyslog("site", 1024, false)));
        for (String syslog : List.of("--logger=syslog:site,local3", "--log-syslog=site,local3")) {
            assertThat(only(syslog))
                    .isEqualTo(new Destination.Datagrams(
                            new Receiver.UnixSocket("/dev/log"), Envelope.syslog("site", "local3")));
        }
        assertThat(only("--log-syslog"))
                .isEqualTo(new Destination.Datagrams(
                        new Receiver.UnixSocket("/dev/log"), Envelope.syslog("uwsgi", "daemon")));
    }

    @Test
    void aFileHasTheRulesOfTheLogUnlessItsOwnAreGiven() {
        List<LogRoutes.Logger> loggers = log(
                        "--log-maxsize=5",
                        "--log-backupname=general",
                        "--logger=file:a",
                        "--logger=file:logfile=b,maxsize=7,backupname=old")
                .routes()
                .loggers();
        LogFileRules own = LogFileRules.NONE.with(5, null);
        assertThat(loggers)
                .extracting(LogRoutes.Logger::destination)
                .containsExactly(
                        new Destination.OfFile(directory.resolve("a"), own),
                        new Destination.OfFile(directory.resolve("b"), own.with(7, directory.resolve("old"))));
    }

    @Test
    void packetsToRsyslogHaveTheSizeThatIsGiven() throws IOException {
        for (String[] each : List.of(new String[] {"2000", "2000"}, new String[] {"1", "256"})) {
            given = new Given(directory);
            LogConfig log =
                    log("--logger=rsyslog:10.0.0.1:99", "--rsyslog-packet-size=" + each[0], "--rsyslog-split-messages");
            assertThat(log.routes().loggers().getFirst().destination())
                    .isEqualTo(new Destination.Datagrams(
                            new Receiver.Udp("10.0.0.1", 99),
                            Envelope.remoteSyslog("uwsgi", Integer.parseInt(each[1]), true)));
        }
    }

    @Test
    void stdioLeadsToTheFileOfTheLog() {
        assertThat(log("--logto=site.log", "--logger=stdio").routes().unnamed()).containsExactly(file("site.log"));
    }

    @Test
    void theLogItselfCanBeSent() {
        assertThat(log("--logto=udp:10.0.0.1:5050").standard())
                .isEqualTo(new Destination.Datagrams(new Receiver.Udp("10.0.0.1", 5050), Envelope.plain("")));
    }

    @Test
    void logto2IsTheLogThatBelongsToTheUser() {
        ServerConfig config = given.served("--logto2=site.log");
        assertThat(config.log().file()).isEqualTo(directory.resolve("site.log"));
        assertThat(config.control().privileges().withLog()).isTrue();
        assertThat(given.served("--logto=site.log").control().privileges().withLog())
                .isFalse();
    }

    @Test
    void routesAndEncodersNameLoggers() {
        LogRoutes routes = log(
                        "--logger=app file:app.log",
                        "--logger=file:rest of.log",
                        "--log-route=app  ^\\{ and more",
                        "--log-encoder=json:app {\"m\": \"${msg}\"}",
                        "--log-encoder=nl",
                        "--log-drain=health",
                        "--log-filter=GET")
                .routes();
        assertThat(routes.loggers())
                .containsExactly(
                        new LogRoutes.Logger("app", file("app.log")), new LogRoutes.Logger("", file("rest of.log")));
        assertThat(routes.routes()).hasSize(1).allSatisfy(route -> {
            assertThat(route.logger()).isEqualTo("app");
            assertThat(route.pattern()).hasToString("^\\{ and more");
        });
        assertThat(routes.encoders()).extracting(LogRoutes.Encoder::logger).containsExactly("app", "");
        assertThat(routes.drained()).hasToString("[health]");
        assertThat(routes.shown()).hasToString("[GET]");
        assertThat(given.warnings()).isEmpty();
    }

    @Test
    void linesOfRequestsHaveLoggersOfTheirOwn() {
        assertThat(log("--logger=file:a").requestRoutes()).isNull();
        LogRoutes requests = Objects.requireNonNull(log(
                        "--logger=file:a",
                        "--req-logger=file:b",
                        "--logger-req=slow file:c",
                        "--log-req-route=slow msecs",
                        "--log-req-encoder=suffix !")
                .requestRoutes());
        assertThat(requests.loggers())
                .containsExactly(new LogRoutes.Logger("", file("b")), new LogRoutes.Logger("slow", file("c")));
        assertThat(requests.routes()).hasSize(1);
        assertThat(requests.encoders()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --logger=fiel:a                 | there is no logger 'fiel', and the log goes to where it goes without one; did you mean file?
            --logger=systemd                | under systemd standard error is the journal: write stdio
            --logger=graylog2:h             | there is no logger graylog2 here, and the log goes to where it goes without one
            --log-encoder=jsn x             | there is no encoder 'jsn' here, and lines are written without it; did you mean json?
            --log-encoder=msgpack x         | there is no encoder 'msgpack' here, and lines are written without it
            --log-encoder=format ${level}   | there is no ${level}, and nothing is written for it; there are msg,
            --log-encoder=nl:app            | there is no logger of the name app, and this has no effect; name one: app stdio
            --log-route=app x               | there is no logger of the name app, and this has no effect
            --log-req-route=app x           | has no effect without req-logger
            --log-req-encoder=nl            | has no effect without req-logger
            --logger=app stdio              | no log-route leads to the logger app, and it gets nothing
            """)
    void whatMakesLittleSenseIsPointedOut(String argument, String expected) {
        log(argument);
        assertThat(given.warnings()).anyMatch(warning -> warning.contains(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --logger=file:none/a            | there is no directory
            --logger=file:                  | there is no file
            --logger=file:logfile=a,maxsize=1k | maxsize is no number of octets
            --logger=fd:x                   | 'x' is no descriptor's number
            --logger=syslog:a,local9        | syslog has no facility 'local9'
            --logger=socket:host:x          | 'host:x' is no address
            --logger=rsyslog:               | ':514' is no address
            --logto=udp:5050                | '5050' is no address
            --log-route=app                 | there is a name, but no regular expression
            --log-drain=(                   | '(' is no regular expression
            """)
    void whatCannotBeIsRefused(String argument, String expected) {
        List<String> arguments = new ArrayList<>(List.of("--http=127.0.0.1:0", "--module=app", argument));
        assertThat(given.errors(arguments.toArray(String[]::new))).anyMatch(error -> error.contains(expected));
    }
}
