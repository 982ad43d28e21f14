// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.observe.sink.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries what commands write into the log, line by line, each behind the label of its command. Where the log is slow
 * this waits, and so do they.
 */
final class LabelledOutput {
    /** A line that is longer is passed on in parts. */
    private static final int LONGEST_LINE = 32 * 1024;

    private final LogSink sink;
    private final Map<Integer, Lines> commands = new ConcurrentHashMap<>();

    LabelledOutput(LogSink sink) {
        this.sink = sink;
    }

    /** Of one command: what has come of its last line. */
    private static final class Lines {
        private final byte[] label;
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        Lines(String label) {
            this.label = label.isEmpty() ? new byte[0] : (label + ": ").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A command is to be started. */
    void open(int id, String label) {
        commands.put(id, new Lines(label));
    }

    void write(int id, byte[] octets) throws InterruptedException {
        Lines lines = commands.get(id);
        if (lines == null) {
            return;
        }
        for (byte octet : octets) {
            if (lines.begun.size() == 0) {
                lines.begun.writeBytes(lines.label);
            }
            lines.begun.write(octet);
            if (octet == '\n') {
                flush(lines);
            } else if (lines.begun.size() >= LONGEST_LINE) {
                lines.begun.write('\n');
                flush(lines);
            }
        }
    }

    /** Nothing more comes; its last line may lack its line feed. */
    void close(int id) throws InterruptedException {
        Lines lines = commands.remove(id);
        if (lines != null && lines.begun.size() > 0) {
            lines.begun.write('\n');
            flush(lines);
        }
    }

    private void flush(Lines lines) throws InterruptedException {
        byte[] line = lines.begun.toByteArray();
        lines.begun.reset();
        sink.put(line, 0, line.length);
    }
}
