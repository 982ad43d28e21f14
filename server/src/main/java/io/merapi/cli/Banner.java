// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.control.admin.ServerStatus;
import io.merapi.control.admin.StatusText;
import io.merapi.observe.Counters;
import io.merapi.observe.sink.ServerLog;
import io.merapi.protocol.workerlink.ControlEvent;
import java.nio.file.Path;
import java.time.Duration;

/** What the server tells of its start and its end, in the log. */
public final class Banner {
    private final ServerLog log;

    public Banner(ServerLog log) {
        this.log = log;
    }

    /** The first line. */
    public void starting(long pid, String workingDirectory) {
        log.info("Merapi " + Version.current() + " starts, pid " + pid + ", in " + workingDirectory + ", on Java "
                + Runtime.version().feature());
    }

    /** What was odd about the configuration. */
    public void problems(Problems problems) {
        problems.warnings().forEach(problem -> log.warning(problem.toString()));
        problems.notes().forEach(note -> log.info(note.toString()));
    }

    /** What keeps an option from its effect. */
    public void problem(Problem problem) {
        log.error(problem.toString());
    }

    /** A pidfile named another server, which runs on. */
    public void pidfileTaken(Path pidfile, long pid) {
        log.warning(pidfile + " named process " + pid + ", a server that runs on and is not found by it any more");
    }

    /** A pidfile cannot be removed. */
    public void pidfileStays(Path pidfile, String reason) {
        log.warning("the pidfile " + pidfile + " stays: " + reason);
    }

    /**
     * Which Python runs.
     *
     * @param version such as {@code 3.11.2}
     * @param implementation its own name for itself, such as {@code cpython}
     */
    public void interpreter(String implementation, String version, String executable) {
        String name = switch (implementation) {
            case "cpython" -> "CPython";
            case "pypy" -> "PyPy";
            default -> implementation;
        };
        log.info(name + " " + version + " at " + executable);
    }

    /** An application has been imported, or cannot be. */
    public void application(ControlEvent.Application application) {
        if (application.failure().isEmpty()) {
            log.info("application " + application.title() + " imported in " + application.millis() + " ms");
        } else {
            log.error("application " + application.title() + " is not loaded, its requests get 500: "
                    + application.failure());
        }
    }

    /** The application has started threads when it was imported; a fork has none of them. */
    public void threadsBeforeFork(int number) {
        log.warning("the application started " + count(number, "thread")
                + " when it was imported; no worker has them, for they do not survive a fork. lazy-apps imports it in"
                + " each worker instead");
    }

    /** A socket is bound. */
    public void listening(String url) {
        log.info("listening on " + url);
    }

    /** A worker can take requests. */
    public void worker(int number, long pid) {
        log.info("worker " + number + " ready, pid " + pid);
    }

    /** All is up. */
    public void ready(Duration sinceStart) {
        log.info("ready in " + sinceStart.toMillis() + " ms");
    }

    /** A signal asks to leave. */
    public void stopping(String signal, Duration delay) {
        String when = delay.isZero() ? "" : " in " + delay.toMillis() + " ms";
        log.info(signal + ": stopping" + when
                + ", what has been accepted is finished first; the same again to leave at once");
    }

    /** Requests are not given to workers, or are again. */
    public void paused(String origin, boolean paused) {
        log.info(origin + (paused ? ": paused, requests wait; the same again to go on" : ": goes on"));
    }

    /** How the server fares. */
    public void status(ServerStatus status) {
        StatusText.of(status).lines().forEach(log::info);
    }

    /** Where the server is asked and told. */
    public void admin(Path socket) {
        log.info("admin socket " + socket);
    }

    /** It is not. */
    public void noAdmin(String reason) {
        log.warning("there is no admin socket: " + reason);
    }

    /** The last line. */
    public void stopped(Counters counters, long droppedLines) {
        StringBuilder text = new StringBuilder("stopped after ").append(count(counters.requests(), "request"));
        for (int statusClass = 1; statusClass <= 5; statusClass++) {
            if (counters.requests(statusClass) > 0) {
                text.append(", ")
                        .append(counters.requests(statusClass))
                        .append(" x ")
                        .append(statusClass)
                        .append("xx");
            }
        }
        if (counters.clientsGone() > 0) {
            text.append(", ").append(counters.clientsGone()).append(" left by their clients");
        }
        if (counters.exceptions() > 0) {
            text.append(", ").append(count(counters.exceptions(), "exception")).append(" of the application");
        }
        if (droppedLines > 0) {
            text.append(", ").append(count(droppedLines, "log line")).append(" dropped");
        }
        log.info(text.toString());
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
