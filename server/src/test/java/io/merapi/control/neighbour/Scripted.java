// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.observe.sink.LogFileRules;
import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.LogTarget;
import io.merapi.observe.sink.MessageForm;
import io.merapi.observe.sink.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Commands that do not run, and a log that can be read: the surroundings of daemons and jobs in tests. */
final class Scripted implements Commands, AutoCloseable {
    private final List<String> done = new ArrayList<>();
    private final Path file;
    private final LogSink sink;
    private final Means means;
    private int ids;

    Scripted(Path directory) throws IOException {
        file = directory.resolve("log");
        sink = LogSink.open(
                LogTarget.file(file, LogFileRules.NONE, Clock.systemUTC()), new MessageForm(Clock.systemUTC(), null));
        means = new Means(this, new ServerLog(sink));
    }

    Means means() {
        return means;
    }

    @Override
    public int run(String label, String command, How how) {
        done.add("run " + ++ids + " " + label + ": " + command);
        return ids;
    }

    @Override
    public void signal(int id, long pid, int number) {
        done.add("signal " + id + " " + pid + " " + number);
    }

    /** What has been done since the last call. */
    List<String> done() {
        List<String> all = List.copyOf(done);
        done.clear();
        return all;
    }

    String log() throws IOException, InterruptedException {
        sink.flush(Duration.ofSeconds(10));
        return Files.readString(file);
    }

    @Override
    public void close() {
        sink.close();
    }
}
