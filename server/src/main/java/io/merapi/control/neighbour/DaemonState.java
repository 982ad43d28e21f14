// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

/**
 * The life of a daemon, as a table of state x input.
 *
 * <pre>
 *              DUE           EXITED          FOUND              LOST           STOP             OVERDUE
 *  PAUSING     RUNNING start -               BACKGROUND adopt   -              STOPPED forget   -
 *  RUNNING     -             PAUSING pause   -                  -              STOPPING signal  -
 *  DETACHING   -             -               BACKGROUND adopt   PAUSING pause  STOPPED forget   -
 *  BACKGROUND  -             -               BACKGROUND adopt   PAUSING pause  STOPPED forget   -
 *  STOPPING    -             STOPPED forget  -                  -              -                STOPPING kill
 *  STOPPED     -             -               -                  -              -                -
 * </pre>
 *
 * <p>One with a pidfile is DETACHING, not RUNNING, when it has been started; FOUND and LOST come of looking at that
 * file, LOST after some patience.
 */
public enum DaemonState {
    /** It is to be started in a while, or at once. */
    PAUSING,
    /** It has been started and is a child of the keeper. */
    RUNNING,
    /** It has been started, and is to be in the background soon. */
    DETACHING,
    /** It lives in the background, where its pidfile tells. */
    BACKGROUND,
    /** It has been told to end. */
    STOPPING,
    /** It is watched no more; in the background it goes on. */
    STOPPED;

    /** What happens to a daemon. */
    public enum Input {
        /** The pause is over. */
        DUE,
        EXITED,
        /** Its pidfile names a process that lives. */
        FOUND,
        /** It does not, and has had the time to. */
        LOST,
        STOP,
        /** It has not ended within the mercy. */
        OVERDUE
    }

    /** What is to be done about it. */
    public enum Action {
        NOTHING,
        START,
        /** Wait, unless it had lived for long. */
        PAUSE,
        /** Take the process that the pidfile names for it. */
        ADOPT,
        /** Ask it to end. */
        SIGNAL,
        KILL,
        FORGET
    }

    /** A cell of the table. */
    public record Step(DaemonState next, Action action) {}

    /**
     * The cell of an input.
     *
     * @param hasPidfile whether it goes to the background
     */
    public Step on(Input input, boolean hasPidfile) {
        return switch (this) {
            case PAUSING ->
                switch (input) {
                    case DUE -> new Step(hasPidfile ? DETACHING : RUNNING, Action.START);
                    case FOUND -> new Step(BACKGROUND, Action.ADOPT);
                    case STOP -> new Step(STOPPED, Action.FORGET);
                    case EXITED, LOST, OVERDUE -> stay();
                };
            case RUNNING ->
                switch (input) {
                    case EXITED -> new Step(PAUSING, Action.PAUSE);
                    case STOP -> new Step(STOPPING, Action.SIGNAL);
                    case DUE, FOUND, LOST, OVERDUE -> stay();
                };
            case DETACHING, BACKGROUND ->
                switch (input) {
                    case FOUND -> new Step(BACKGROUND, Action.ADOPT);
                    case LOST -> new Step(PAUSING, Action.PAUSE);
                    case STOP -> new Step(STOPPED, Action.FORGET);
                    case DUE, EXITED, OVERDUE -> stay();
                };
            case STOPPING ->
                switch (input) {
                    case EXITED -> new Step(STOPPED, Action.FORGET);
                    case OVERDUE -> new Step(STOPPING, Action.KILL);
                    case DUE, FOUND, LOST, STOP -> stay();
                };
            case STOPPED -> stay();
        };
    }

    private Step stay() {
        return new Step(this, Action.NOTHING);
    }
}
