// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

/** What a naive model knows of a request: how often it was started, and how that ended. */
final class ModelRequest {
    private final TestClient client;
    private final String uri;
    private final boolean repeatable;
    private final boolean queueWasFull;
    private int starts;
    private int losses;
    private boolean left;

    ModelRequest(TestClient client, boolean queueWasFull) {
        this.client = client;
        this.uri = client.exchange().request().uri();
        this.repeatable = client.exchange().request().isIdempotent();
        this.queueWasFull = queueWasFull;
    }

    TestClient client() {
        return client;
    }

    String uri() {
        return uri;
    }

    void leave() {
        left = true;
        client.leave();
    }

    /** A worker starts it. */
    void start() {
        starts++;
        assertThat(starts).as("starts of %s", uri).isLessThanOrEqualTo(repeatable ? 2 : 1);
        assertThat(losses).as("losses of %s before it is started again", uri).isEqualTo(starts - 1);
    }

    /** The worker that had started it is dead, and not all of its answer had come. */
    void lose() {
        losses++;
    }

    /** Whether it has come to its end, as far as workers are concerned. */
    boolean isOver() {
        return client.isComplete() || client.overs() == 1;
    }

    void check() {
        String answer = client.answer();
        if (left) {
            assertThat(client.overs()).as("ends of %s", uri).isEqualTo(1);
        } else if (answer.startsWith("503 ")) {
            assertThat(queueWasFull).as("queue was full when %s came", uri).isTrue();
            assertThat(starts).as("starts of %s, which was refused", uri).isZero();
        } else if (answer.startsWith("502 ")) {
            assertThat(losses).as("losses of %s: %s", uri, answer).isEqualTo(repeatable ? 2 : 1);
        } else if (answer.endsWith(" CUT")) {
            assertThat(losses).as("losses of %s: %s", uri, answer).isPositive().isEqualTo(starts);
            assertThat("200 " + uri).startsWith(answer.substring(0, answer.length() - 4));
        } else {
            assertThat(answer).as("answer to %s", uri).isEqualTo("200 " + uri);
            assertThat(losses).as("losses of %s", uri).isEqualTo(starts - 1);
        }
    }
}
