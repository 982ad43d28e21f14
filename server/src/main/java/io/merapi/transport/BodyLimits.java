// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.transport.body.BodyDirectory;

/**
 * How request bodies are taken in.
 *
 * @param maxBytes the largest body; a larger one gets 413. 0: no limit
 * @param memoryBytes the largest body that is kept in memory; a larger one goes to a file
 * @param fileMemoryBytes how much memory may hold such files in all, those of up to 8 MiB; the others, and what is
 *     over, go to the disk
 * @param directory where the files on disk are made
 * @param buffered whether the whole body is taken in before the handler gets the request; otherwise it is streamed
 */
public record BodyLimits(
        long maxBytes, int memoryBytes, long fileMemoryBytes, BodyDirectory directory, boolean buffered) {

    /** Files in memory are opened through the server's descriptors, which another user may not. */
    BodyLimits in(BodyDirectory other) {
        return new BodyLimits(maxBytes, memoryBytes, other.isOwn() ? fileMemoryBytes : 0, other, buffered);
    }

    /** Whether a body of this many octets is too large. */
    boolean isExceededBy(long bytes) {
        return maxBytes > 0 && bytes > maxBytes;
    }
}
