// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.HttpOptions;
import io.merapi.config.option.LimitOptions;
import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.protocol.http1.HeadLimits;
import io.merapi.transport.BodyLimits;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.Timeouts;
import io.merapi.transport.body.BodyDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Turns the options about HTTP into the transport's limits. */
final class HttpSettings {
    private static final Duration SWITCHED_ON = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LEAST_REQUEST_LINE = 256;
    private static final int LEAST_HEADER_BLOCK = 1024;
    private static final int LEAST_RESPONSE_BUFFER = 4096;
    private static final int MOST_HEAD_BYTES = 16 * 1024 * 1024;
    private static final int MOST_RESPONSE_BUFFER = 1024 * 1024 * 1024;
    /** The name of a unix socket has 107 octets; ours is in a directory of its own in the temporary one. */
    private static final int MOST_TEMPORARY_NAME = 64;
    /** A body in memory travels to the worker in one frame of the link, at most 64 MiB with its variables. */
    private static final int MOST_BODY_MEMORY = 32 * 1024 * 1024;

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    HttpSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    HttpLimits limits() {
        return new HttpLimits(
                head(),
                body(),
                timeouts(),
                atLeast(LimitOptions.CONNECTIONS, 1),
                bytes(LimitOptions.RESPONSE_BUFFER, LEAST_RESPONSE_BUFFER, MOST_RESPONSE_BUFFER));
    }

    /** uWSGI's buffer-size holds a whole request head, so one that is larger than our limits raises them. */
    private HeadLimits head() {
        int hint = (int) Math.min(settings.value(LimitOptions.BUFFER_SIZE), MOST_HEAD_BYTES);
        return new HeadLimits(
                Math.max(hint, bytes(LimitOptions.REQUEST_LINE, LEAST_REQUEST_LINE, MOST_HEAD_BYTES)),
                Math.max(hint, bytes(LimitOptions.HEADER_BLOCK, LEAST_HEADER_BLOCK, MOST_HEAD_BYTES)),
                atLeast(LimitOptions.HEADER_COUNT, 1));
    }

    private BodyLimits body() {
        boolean postBuffering = settings.value(LimitOptions.POST_BUFFERING) > 0;
        Option<Long> memory = postBuffering ? LimitOptions.POST_BUFFERING : LimitOptions.BODY_MEMORY;
        return new BodyLimits(
                settings.value(LimitOptions.LIMIT_POST),
                bytes(memory, 0, MOST_BODY_MEMORY),
                settings.value(LimitOptions.BODY_FILE_MEMORY),
                BodyDirectory.own(temporaryDirectory()),
                settings.value(HttpOptions.REQUEST_BUFFERING));
    }

    private Path temporaryDirectory() {
        String written = surroundings.environment().getOrDefault("TMPDIR", "");
        if (written.isEmpty()) {
            return Path.of(System.getProperty("java.io.tmpdir"));
        }
        Path directory = surroundings.resolve(written);
        if (surroundings.reloads()) {
            return directory;
        }
        if (!Files.isDirectory(directory)) {
            reportTemporary("there is no directory " + directory, "create it, or name another");
        } else if (!Files.isWritable(directory)) {
            reportTemporary("this user may not write in " + directory, "permit it, or name another");
        } else if (directory.toString().getBytes(StandardCharsets.UTF_8).length > MOST_TEMPORARY_NAME) {
            reportTemporary(
                    directory + " is too long a name for the sockets in it",
                    "name one of at most " + MOST_TEMPORARY_NAME + " octets");
        }
        return directory;
    }

    private void reportTemporary(String what, String fix) {
        problems.error(new Problem(Origin.environment("TMPDIR"), "", what, fix));
    }

    private Timeouts timeouts() {
        Duration client = clientTimeout();
        Duration body = settings.isGiven(HttpOptions.BODY_TIMEOUT) ? settings.value(HttpOptions.BODY_TIMEOUT) : client;
        Duration keepAlive = settings.value(HttpOptions.HTTP_KEEPALIVE);
        if (AnswerSettings.closesConnections(settings)) {
            keepAlive = Duration.ZERO;
        } else if (keepAlive.equals(SWITCHED_ON)) {
            keepAlive = HttpOptions.HTTP_KEEPALIVE.initial();
        }
        return new Timeouts(settings.value(HttpOptions.HEADER_TIMEOUT), body, keepAlive, client, LINGER);
    }

    /** The connections share one set of timeouts; where both kinds of listener are asked for, the longer one counts. */
    private Duration clientTimeout() {
        Duration http = settings.value(HttpOptions.HTTP_TIMEOUT);
        Duration socket = settings.value(HttpOptions.SOCKET_TIMEOUT);
        if (ListenOptions.OTHERS.stream().noneMatch(settings::isGiven)) {
            return http;
        }
        if (!settings.isGiven(ListenOptions.HTTP)) {
            return socket;
        }
        boolean unlimited = http.isZero() || socket.isZero();
        return unlimited ? Duration.ZERO : http.compareTo(socket) >= 0 ? http : socket;
    }

    private int atLeast(Option<Integer> option, int least) {
        int value = settings.value(option);
        if (value < least) {
            problems.error(settings.problem(option, value + " is too little", "write " + least + " or more"));
        }
        return value;
    }

    private int bytes(Option<Long> option, int least, int most) {
        long value = settings.value(option);
        if (value < least) {
            problems.error(settings.problem(option, value + " bytes are too few", "write " + least + " or more"));
        } else if (value > most) {
            problems.warn(settings.problem(option, value + " bytes are more than can be, " + most + " are used", ""));
        }
        return (int) Math.min(value, most);
    }
}
