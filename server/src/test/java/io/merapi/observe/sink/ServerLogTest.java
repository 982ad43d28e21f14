// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.observe.line.Strftime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class ServerLogTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-02T03:04:05.006Z"), ZoneId.of("Asia/Jakarta"));

    private final ScriptedTarget target = new ScriptedTarget();
    private final LogSink sink = LogSink.open(target, new MessageForm(CLOCK, null));
    private final ServerLog log = new ServerLog(sink);

    private String written() {
        sink.close();
        return target.text();
    }

    @Test
    void messagesHaveLocalTimeAndTheirLevel() {
        log.info("all is well");
        log.warning("rain is coming");
        log.error("the bridge is down");
        assertThat(written()).isEqualTo("""
                2026-01-02 10:04:05.006 merapi: all is well
                2026-01-02 10:04:05.006 merapi: warning: rain is coming
                2026-01-02 10:04:05.006 merapi: error: the bridge is down
                """);
    }

    @Test
    void theDateCanHaveAnotherForm() {
        byte[] line = new MessageForm(CLOCK, Strftime.of("%d.%m.%Y %H:%M:%S,000")).line(ServerLog.Level.ERROR, "no");
        assertThat(line).asString().isEqualTo("02.01.2026 10:04:05,000 - merapi: error: no\n");
    }

    @Test
    void defectsCarryTheirStackTraceIndented() {
        log.error("a defect", new IllegalStateException("how come"));
        assertThat(written().lines())
                .startsWith(
                        "2026-01-02 10:04:05.006 merapi: error: a defect",
                        "  java.lang.IllegalStateException: how come")
                .allMatch(line -> line.startsWith("2026") || line.startsWith("  "));
    }

    @Test
    void textFromOutsideCannotPassForAMessageNorMoveTheCursor() {
        log.warning("from the client: x\n2026-01-02 10:04:05.006 merapi: error: forged\r\033[2J\u007f");
        assertThat(written()).isEqualTo("""
                        2026-01-02 10:04:05.006 merapi: warning: from the client: x
                          2026-01-02 10:04:05.006 merapi: error: forged\\x0d\\x1b[2J\\x7f
                        """);
    }

    @Test
    void whatLibrariesLogArrivesFromWarningsOn() {
        Logger root = Logger.getLogger("");
        Handler[] before = root.getHandlers();
        Level levelBefore = root.getLevel();
        try {
            LogRecords.routeTo(log);
            System.Logger library = System.getLogger("a.library");
            library.log(System.Logger.Level.INFO, "chatter");
            library.log(System.Logger.Level.WARNING, "{0} is odd", "this");
            library.log(System.Logger.Level.ERROR, "that is wrong");
            library.log(System.Logger.Level.WARNING, "so", new IllegalStateException("why"));
            assertThat(written()).startsWith("""
                            2026-01-02 10:04:05.006 merapi: warning: this is odd
                            2026-01-02 10:04:05.006 merapi: error: that is wrong
                            2026-01-02 10:04:05.006 merapi: error: so
                              java.lang.IllegalStateException: why
                            """).doesNotContain("chatter");
        } finally {
            root.setLevel(levelBefore);
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
            }
            for (Handler handler : before) {
                root.addHandler(handler);
            }
        }
    }
}
