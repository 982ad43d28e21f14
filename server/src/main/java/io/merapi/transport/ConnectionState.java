// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

/**
 * Where a connection stands: what is done with octets that come in, and the table that says what each event leads to.
 * What concerns a single request is in the table of {@link TurnState}.
 *
 * <pre>
 *              octets     END          TIMEOUT      STALLED   DRAIN
 * PROXY_HEADER that       CLOSE        TURN_AWAY    IGNORE    HURRY
 * FRESH        a head     CLOSE        CLOSE        IGNORE    HURRY
 * IDLE         a head     CLOSE        CLOSE        IGNORE    CLOSE
 * HEAD         a head     CLOSE        REFUSE       IGNORE    HURRY
 * BUSY         its turn's TELL_TURNS   IGNORE       CUT       LAST
 * LINGERING    dropped    CLOSE        CLOSE        CUT       HURRY
 * CLOSED       dropped    IGNORE       IGNORE       IGNORE    IGNORE
 * </pre>
 */
enum ConnectionState {
    /**
     * Accepted, and a PROXY protocol header is awaited before all else. One that closes at once looks whether we live.
     */
    PROXY_HEADER(Action.CLOSE, Action.TURN_AWAY, Action.IGNORE, Action.HURRY),
    /** Accepted, nothing received yet. A drain lets it have its say: its request may be under way. */
    FRESH(Action.CLOSE, Action.CLOSE, Action.IGNORE, Action.HURRY),
    /** Between two requests. */
    IDLE(Action.CLOSE, Action.CLOSE, Action.IGNORE, Action.CLOSE),
    /** Part of a head has been received. */
    HEAD(Action.CLOSE, Action.REFUSE, Action.IGNORE, Action.HURRY),
    /** A request is being served, or an answer is on the way, be it a refusal. */
    BUSY(Action.TELL_TURNS, Action.IGNORE, Action.CUT, Action.LAST),
    /** The last answer has been given; input is dropped until the client has closed, too (RFC 9112 section 9.6). */
    LINGERING(Action.CLOSE, Action.CLOSE, Action.CUT, Action.HURRY),
    CLOSED(Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE);

    /** What can happen to a connection. */
    enum Event {
        /** The client has shut down its sending side, and what it had sent has been used up. */
        END,
        /** What was awaited from the client has not come in time. */
        TIMEOUT,
        /** The client has not taken anything of what waits for it in time. */
        STALLED,
        /** The server is stopping. */
        DRAIN
    }

    /** What is done about it. */
    enum Action {
        CLOSE,
        /** Answer with an error and close. */
        REFUSE,
        /** Close without an answer, and say why in the log. */
        TURN_AWAY,
        /** It is for each request to say what its client's end means to it. */
        TELL_TURNS,
        /** Close at once, whatever waits to be sent. */
        CUT,
        /** Go on for a short time only. */
        HURRY,
        /** Answer what is being served, then close. */
        LAST,
        IGNORE
    }

    private final Action end;
    private final Action timeout;
    private final Action stalled;
    private final Action drain;

    ConnectionState(Action end, Action timeout, Action stalled, Action drain) {
        this.end = end;
        this.timeout = timeout;
        this.stalled = stalled;
        this.drain = drain;
    }

    /** Whether octets that come in are (part of) a head. */
    boolean awaitsHead() {
        return this == FRESH || this == IDLE || this == HEAD;
    }

    /** Whether nobody wants octets that come in. */
    boolean dropsInput() {
        return this == LINGERING || this == CLOSED;
    }

    Action on(Event event) {
        return switch (event) {
            case END -> end;
            case TIMEOUT -> timeout;
            case STALLED -> stalled;
            case DRAIN -> drain;
        };
    }
}
