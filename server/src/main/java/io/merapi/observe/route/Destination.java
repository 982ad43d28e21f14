// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import io.merapi.observe.sink.LogFileRules;
import io.merapi.observe.sink.LogTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A place that lines of the log can go to. What is equal is opened once. */
public sealed interface Destination {

    /** The process's standard error. */
    record StandardError() implements Destination {
        @Override
        public LogTarget open(Clock clock, Receiver.UnixSockets sockets) {
            return LogTarget.standardError();
        }

        @Override
        public String toString() {
            return "standard error";
        }
    }

    /** A file, and how it is kept. */
    record OfFile(Path path, LogFileRules rules) implements Destination {
        @Override
        public LogTarget open(Clock clock, Receiver.UnixSockets sockets) throws IOException {
            return LogTarget.file(path, rules, clock);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A file, pipe or terminal that the process has been given open. */
    record OfDescriptor(int number) implements Destination {
        @Override
        public LogTarget open(Clock clock, Receiver.UnixSockets sockets) throws IOException {
            return switch (number) {
                case 1 -> LogTarget.standardOutput();
                case 2 -> LogTarget.standardError();
                default -> LogTarget.descriptor(number);
            };
        }

        @Override
        public String toString() {
            return "descriptor " + number;
        }
    }

    /** Somebody who takes a datagram for each line. */
    record Datagrams(Receiver receiver, Envelope envelope) implements Destination {
        @Override
        public LogTarget open(Clock clock, Receiver.UnixSockets sockets) {
            return new DatagramTarget(() -> receiver.connect(sockets), envelope, clock);
        }

        @Override
        public String toString() {
            return receiver.toString();
        }
    }

    /**
     * Opens it. Whether somebody receives its datagrams is found out with the first of them.
     *
     * @param clock tells the time that is written into datagrams, and that files are renamed after
     * @param sockets opens ways to unix sockets
     * @throws IOException when it cannot be opened
     */
    LogTarget open(Clock clock, Receiver.UnixSockets sockets) throws IOException;
}
