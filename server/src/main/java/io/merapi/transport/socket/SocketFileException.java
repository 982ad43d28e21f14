// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import java.io.IOException;
import java.io.Serial;

/** The file of a unix socket stands in the way, or cannot be made what it should be. */
public final class SocketFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Obstacle obstacle;

    /** What is in the way. */
    public enum Obstacle {
        ALIVE("another server listens there"),
        NO_SOCKET("there is a file of that name that is no socket"),
        UNCERTAIN("it cannot be told whether another server listens there"),
        NOT_REMOVED("a socket that nobody listens on is there and cannot be removed"),
        NOT_PERMITTED("its permissions or its owner cannot be set");

        private final String sentence;

        Obstacle(String sentence) {
            this.sentence = sentence;
        }
    }

    /** @param detail what the system says; empty where it says nothing */
    SocketFileException(Obstacle obstacle, String detail) {
        super(detail.isEmpty() ? obstacle.sentence : obstacle.sentence + ": " + detail);
        this.obstacle = obstacle;
    }

    public Obstacle obstacle() {
        return obstacle;
    }
}
