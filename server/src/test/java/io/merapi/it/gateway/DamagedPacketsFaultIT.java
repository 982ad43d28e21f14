// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Faulty;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import io.merapi.protocol.Violation;
import io.merapi.protocol.cgi.CgiViolation;
import io.merapi.protocol.fastcgi.FastCgiViolation;
import io.merapi.transport.TransportViolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Broken-off, damaged, oversized, overlapping, interleaved and random packets on every listener: each connection is
 * answered or closed, the reason is logged, nothing of it stays, and nobody else notices.
 */
@Timeout(600)
@SuppressWarnings("NullAway.Init")
final class DamagedPacketsFaultIT {
    /** How many connections for each protocol; more with {@code -Dmerapi.fuzz.connections=100000}. */
    private static final int CONNECTIONS = Integer.getInteger("merapi.fuzz.connections", 960);
    /** What the front's resident memory may grow by after the first half of them. */
    private static final long MOST_GROWTH_KIB = 32 * 1024;

    private static final String CLEAN = "defect|has failed|LEAK|died|Traceback|Exception|lines? (was|were) dropped";

    @TempDir
    static Path directory;

    private static MerapiServer server;
    private static long descriptors;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(directory.resolve("tokens.py"), TokenLoad.APPLICATION);
        List<String> line = new ArrayList<>(
                List.of(MerapiServer.MERAPI.toString(), "--module=tokens", "--processes=2", "--header-timeout=3"));
        line.addAll(GatewaySite.listeners());
        server = MerapiServer.Call.exactly(line.toArray(String[]::new))
                .in(directory)
                .start();
        descriptors = descriptors();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long descriptors() {
        String[] open = Path.of("/proc/" + server.pid() + "/fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    private static long residentKib() throws IOException {
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + server.pid() + "/status")));
        assertThat(resident.find()).isTrue();
        return Long.parseLong(resident.group(1));
    }

    @ParameterizedTest
    @EnumSource
    void eachConnectionIsAnsweredOrClosedAndNobodyElseNotices(Gateway gateway) throws Exception {
        List<Long> workers =
                Faulty.workers(server).stream().map(ProcessHandle::pid).toList();
        int mark = server.output().mark();
        int port = GatewayWire.port(server, gateway);
        try (TokenLoad good = TokenLoad.start(server)) {
            Map<String, Integer> first = new DamagedLoad(port, gateway).run(CONNECTIONS / 2, 1);
            long before = residentKib();
            Map<String, Integer> second = new DamagedLoad(port, gateway).run(CONNECTIONS / 2, 2);
            long after = residentKib();
            assertThat(after - before).as("growth in KiB").isLessThan(MOST_GROWTH_KIB);
            assertThat(first.keySet()).allMatch(DamagedPacketsFaultIT::isFair, "answered or closed");
            assertThat(second.keySet()).allMatch(DamagedPacketsFaultIT::isFair, "answered or closed");
            assertThat(first.keySet()).contains("400", "closed", "left");
            assertThat(good.answered()).isPositive();
            assertThat(good.finish().keySet()).containsExactlyInAnyOrder("UWSGI ok", "SCGI ok", "FASTCGI ok");
        }
        Patience.until("the connections are closed", () -> descriptors() <= descriptors + 2, server::log);
        assertThat(Faulty.workers(server).stream().map(ProcessHandle::pid).toList())
                .isEqualTo(workers);
        assertReasonsLogged(gateway, mark);
    }

    private static boolean isFair(String outcome) {
        return outcome.matches("200|400|431|501|pong|closed|left");
    }

    private static void assertReasonsLogged(Gateway gateway, int mark) {
        List<String> lines = server.output().lines();
        List<String> logged = lines.subList(mark, lines.size());
        for (Violation violation : reasons(gateway)) {
            assertThat(logged)
                    .as(violation.name())
                    .anyMatch(line -> line.contains(" refused: " + violation.sentence()));
        }
        assertThat(logged)
                .noneMatch(line -> Pattern.compile(CLEAN).matcher(line).find());
    }

    private static List<Violation> reasons(Gateway gateway) {
        return switch (gateway) {
            case UWSGI ->
                List.of(
                        CgiViolation.MODIFIER_UNKNOWN,
                        CgiViolation.VARIABLE_OVERRUN,
                        CgiViolation.CONTENT_LENGTH_MALFORMED,
                        CgiViolation.NAME_MALFORMED,
                        TransportViolation.BODY_INCOMPLETE);
            case SCGI ->
                List.of(
                        CgiViolation.NETSTRING_LENGTH_MALFORMED,
                        CgiViolation.NETSTRING_END_MISSING,
                        CgiViolation.HEADERS_TOO_LARGE,
                        CgiViolation.CONTENT_LENGTH_NOT_FIRST,
                        CgiViolation.CONTENT_LENGTH_MALFORMED,
                        TransportViolation.BODY_INCOMPLETE);
            case FASTCGI ->
                List.of(
                        FastCgiViolation.VERSION_UNKNOWN,
                        FastCgiViolation.TYPE_UNEXPECTED,
                        FastCgiViolation.REQUEST_REPEATED,
                        FastCgiViolation.BODY_TOO_EARLY,
                        FastCgiViolation.VARIABLES_TOO_LARGE,
                        FastCgiViolation.BODY_TOO_LONG,
                        CgiViolation.CONTENT_LENGTH_MALFORMED);
        };
    }

    @Test
    void whoStaysAndSaysNoMoreIsClosed() throws Exception {
        for (Gateway gateway : Gateway.values()) {
            byte[] request = gateway.head(Gateway.variables("GET", "/", "slow"));
            List<GatewayWire> peers = new ArrayList<>();
            for (int sent = 1; sent < request.length; sent += request.length / 20) {
                byte[] part = new byte[sent];
                System.arraycopy(request, 0, part, 0, sent);
                peers.add(GatewayWire.to(server, gateway).octets(part));
            }
            for (GatewayWire peer : peers) {
                assertThat(peer.all())
                        .matches(answer -> answer.isEmpty() || answer.startsWith(gateway.beginning() + "408"));
                peer.close();
            }
        }
    }
}
