// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.observe.sink.LogSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Carries what Python processes write to stdout and stderr into the log, unchanged, in whole lines, so that no other
 * line gets into the middle of one. Where the log is slower than the application this waits, and so does the
 * application.
 */
public final class ApplicationOutput {
    private static final int BYTES = 64 * 1024;

    private final InputStream from;
    private final LogSink to;
    private final byte[] octets = new byte[BYTES];
    private int size;

    private ApplicationOutput(InputStream from, LogSink to) {
        this.from = from;
        this.to = to;
    }

    /** Starts a thread that carries until {@code from} ends. */
    public static Thread carry(InputStream from, LogSink to) {
        ApplicationOutput output = new ApplicationOutput(from, to);
        return Thread.ofPlatform().name("output").daemon().start(output::run);
    }

    private void run() {
        try (from) {
            int count = from.read(octets, 0, BYTES);
            while (count >= 0) {
                size += count;
                carryLines();
                count = from.read(octets, size, BYTES - size);
            }
        } catch (IOException e) {
            // the pipe broke: the processes at its other end are gone, as at its end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finish();
    }

    /** Passes on everything up to the last line feed; of a line that fills the buffer, all there is. */
    private void carryLines() throws InterruptedException {
        int end = size;
        while (end > 0 && octets[end - 1] != '\n') {
            end--;
        }
        if (end == 0 && size == BYTES) {
            end = size;
        }
        if (end > 0) {
            to.put(octets, 0, end);
            System.arraycopy(octets, end, octets, 0, size - end);
            size -= end;
        }
    }

    /** The last line may lack its line feed. */
    private void finish() {
        if (size > 0) {
            byte[] last = Arrays.copyOf(octets, size + 1);
            last[size] = '\n';
            to.offer(last, 0, last.length);
        }
    }
}
