// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.http1.HeadLimits;
import io.merapi.transport.body.BodyDirectory;

/**
 * What an HTTP client may ask of the front.
 *
 * @param head size of request heads
 * @param body size and storage of request bodies
 * @param timeouts how long it may take
 * @param connections how many may be open at once, over all listeners; beyond that accepting pauses
 * @param responseBufferBytes how much of an answer is kept for a client that takes it more slowly than it is made
 */
public record HttpLimits(
        HeadLimits head, BodyLimits body, Timeouts timeouts, int connections, int responseBufferBytes) {

    /** The same with the files of large bodies in another directory. */
    public HttpLimits withBodiesIn(BodyDirectory directory) {
        return new HttpLimits(head, body.in(directory), timeouts, connections, responseBufferBytes);
    }
}
