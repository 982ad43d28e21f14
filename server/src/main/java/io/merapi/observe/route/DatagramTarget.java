// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import io.merapi.observe.sink.LogTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Sends each line of the log in a datagram. Where a receiver has gone and come back, such as a syslog that was started
 * anew, it is found again with the next line.
 */
final class DatagramTarget implements LogTarget {
    private final Opening receiver;
    private final Envelope envelope;
    private final Clock clock;
    private final ByteBuffer datagram;
    private Receiver.@Nullable Line way;

    /** Opens the way to the receiver. */
    @FunctionalInterface
    interface Opening {
        Receiver.Line open() throws IOException;
    }

    DatagramTarget(Opening receiver, Envelope envelope, Clock clock) {
        this.receiver = receiver;
        this.envelope = envelope;
        this.clock = clock;
        this.datagram = ByteBuffer.allocateDirect(envelope.most());
    }

    /** Sends the lines that are there as a whole; of one that never ends, what is there. */
    @Override
    public void write(ByteBuffer octets) throws IOException {
        int end = endOfLine(octets);
        boolean taken = true;
        for (int upTo = end < 0 ? octets.limit() : end; taken && upTo >= 0; upTo = endOfLine(octets)) {
            byte[] line = new byte[upTo - octets.position()];
            octets.get(octets.position(), line);
            taken = send(line);
            octets.position(taken ? upTo : octets.position());
        }
    }

    private static int endOfLine(ByteBuffer octets) {
        for (int i = octets.position(); i < octets.limit(); i++) {
            if (octets.get(i) == Lines.LINE_FEED) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean send(byte[] line) throws IOException {
        byte[] head = envelope.head(ZonedDateTime.now(clock)).getBytes(StandardCharsets.UTF_8);
        int payload = envelope.payload(line);
        int room = Math.max(1, envelope.most() - head.length);
        int from = 0;
        boolean taken = true;
        do {
            datagram.clear();
            datagram.put(head, 0, Math.min(head.length, envelope.most() - 1));
            datagram.put(line, from, Math.min(room, payload - from));
            taken = send(datagram.flip());
            from += room;
        } while (taken && envelope.splits() && from < payload);
        return taken;
    }

    private boolean send(ByteBuffer octets) throws IOException {
        Receiver.Line before = way;
        if (before != null) {
            try {
                return before.send(octets);
            } catch (IOException e) {
                close();
                octets.rewind();
            }
        }
        Receiver.Line anew = receiver.open();
        way = anew;
        return anew.send(octets);
    }

    @Override
    public void close() throws IOException {
        Receiver.Line open = way;
        way = null;
        if (open != null) {
            open.close();
        }
    }
}
