// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

/**
 * Where a connection stands: what is done with octets that come in, and the table that says what each event leads to.
 *
 * <pre>
 *              octets     END          TIMEOUT      STALLED   DRAIN
 * FRESH        DECODE     CLOSE        CLOSE        IGNORE    HURRY
 * IDLE         DECODE     CLOSE        CLOSE        IGNORE    CLOSE
 * HEAD         DECODE     CLOSE        REFUSE       IGNORE    HURRY
 * BODY         STORE      REFUSE       REFUSE       IGNORE    LAST
 * STREAMING    PASS       BREAK_BODY   BREAK_BODY   CUT       LAST
 * EXCHANGE     HOLD       TELL_END     IGNORE       CUT       LAST
 * LINGERING    DROP       CLOSE        CLOSE        CUT       HURRY
 * CLOSED       DROP       IGNORE       IGNORE       IGNORE    IGNORE
 * </pre>
 */
enum ConnectionState {
    /** Accepted, nothing received yet. A drain lets it have its say: its request may be under way. */
    FRESH(Use.DECODE, Action.CLOSE, Action.CLOSE, Action.IGNORE, Action.HURRY),
    /** Between two requests. */
    IDLE(Use.DECODE, Action.CLOSE, Action.CLOSE, Action.IGNORE, Action.CLOSE),
    /** Part of a head has been received. */
    HEAD(Use.DECODE, Action.CLOSE, Action.REFUSE, Action.IGNORE, Action.HURRY),
    /** The body is taken in; the handler has not got the request yet. */
    BODY(Use.STORE, Action.REFUSE, Action.REFUSE, Action.IGNORE, Action.LAST),
    /** The handler has the request while its body is still coming. */
    STREAMING(Use.PASS, Action.BREAK_BODY, Action.BREAK_BODY, Action.CUT, Action.LAST),
    /** The handler has the whole request, or an answer is on the way, be it a refusal. */
    EXCHANGE(Use.HOLD, Action.TELL_END, Action.IGNORE, Action.CUT, Action.LAST),
    /** The last answer has been given; input is dropped until the client has closed, too (RFC 9112 section 9.6). */
    LINGERING(Use.DROP, Action.CLOSE, Action.CLOSE, Action.CUT, Action.HURRY),
    CLOSED(Use.DROP, Action.IGNORE, Action.IGNORE, Action.IGNORE, Action.IGNORE);

    /** What is done with octets that have come in. */
    enum Use {
        /** They are (part of) a head. */
        DECODE,
        /** They are body, and stored. */
        STORE,
        /** They are body, and passed on. */
        PASS,
        /** They are kept for later: the next request, sent ahead. */
        HOLD,
        /** Nobody wants them. */
        DROP
    }

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
        /** Tell the handler that the body will not be complete. */
        BREAK_BODY,
        /** Tell the handler that the client has stopped sending. */
        TELL_END,
        /** Close at once, whatever waits to be sent. */
        CUT,
        /** Go on for a short time only. */
        HURRY,
        /** Answer this request, then close. */
        LAST,
        IGNORE
    }

    private final Use use;
    private final Action end;
    private final Action timeout;
    private final Action stalled;
    private final Action drain;

    ConnectionState(Use use, Action end, Action timeout, Action stalled, Action drain) {
        this.use = use;
        this.end = end;
        this.timeout = timeout;
        this.stalled = stalled;
        this.drain = drain;
    }

    Use use() {
        return use;
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
