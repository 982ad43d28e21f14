// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

/**
 * Where one request of a connection stands: what is done with octets that come in for it, and the table that says what
 * each event leads to.
 *
 * <pre>
 *              octets     END          TIMEOUT
 * BODY         STORE      REFUSE       REFUSE
 * STREAMING    PASS       BREAK_BODY   BREAK_BODY
 * EXCHANGE     HOLD       TELL_END     IGNORE
 * OVER         HOLD       IGNORE       IGNORE
 * </pre>
 */
enum TurnState {
    /** The body is taken in; the handler has not got the request yet. */
    BODY(Use.STORE, Action.REFUSE, Action.REFUSE),
    /** The handler has the request while its body is still coming. */
    STREAMING(Use.PASS, Action.BREAK_BODY, Action.BREAK_BODY),
    /** The handler has the whole request, or an answer is on the way, be it a refusal. */
    EXCHANGE(Use.HOLD, Action.TELL_END, Action.IGNORE),
    /** The answer has left, or the turn has not begun. */
    OVER(Use.HOLD, Action.IGNORE, Action.IGNORE);

    /** What is done with octets that have come in. */
    enum Use {
        /** They are body, and stored. */
        STORE,
        /** They are body, and passed on. */
        PASS,
        /** They are kept for later: the next request, sent ahead. */
        HOLD
    }

    /** What can happen to a turn. */
    enum Event {
        /** The client has shut down its sending side, and what it had sent has been used up. */
        END,
        /** No more of the body has come in time. */
        TIMEOUT
    }

    /** What is done about it. */
    enum Action {
        /** Answer with an error and close. */
        REFUSE,
        /** Tell the handler that the body will not be complete. */
        BREAK_BODY,
        /** Tell the handler that the client has stopped sending. */
        TELL_END,
        IGNORE
    }

    private final Use use;
    private final Action end;
    private final Action timeout;

    TurnState(Use use, Action end, Action timeout) {
        this.use = use;
        this.end = end;
        this.timeout = timeout;
    }

    Use use() {
        return use;
    }

    Action on(Event event) {
        return switch (event) {
            case END -> end;
            case TIMEOUT -> timeout;
        };
    }
}
