// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

/**
 * The life of a worker process, as a table of state x input.
 *
 * <pre>
 *             SPAWNED        LINKED        LINK_LOST    RETIRE         OVERDUE        EXITED
 *  FORKING    STARTING       READY serve   LOST kill    LEAVING kill   -              GONE replace
 *  STARTING   -              READY serve   LOST kill    LEAVING kill   -              GONE replace
 *  READY      -              -             LOST kill    LEAVING end    -              GONE replace
 *  LOST       -              -             -            LEAVING        -              GONE replace
 *  LEAVING    LEAVING kill   -             -            -              LEAVING kill   GONE forget
 *  GONE       -              -             -            -              -              -
 * </pre>
 *
 * <p>A worker that is to leave before it was ready has nothing to finish, and may be at an import that never ends: it
 * is killed, where need be when its process id is known.
 */
public enum WorkerState {
    /** The zygote has been asked to fork it. */
    FORKING,
    /** It has a process id; not all of its links are open. */
    STARTING,
    /** All its links are open: it gets requests. */
    READY,
    /** A link of it has ended although it was not to leave: it is dead, or killed now. */
    LOST,
    /** It was told to leave when it has answered what it has. */
    LEAVING,
    /** It has exited. */
    GONE;

    /** What happens to a worker. */
    public enum Input {
        SPAWNED,
        LINKED,
        LINK_LOST,
        RETIRE,
        /** It has not left within the mercy. */
        OVERDUE,
        EXITED
    }

    /** What is to be done about it. */
    public enum Action {
        NOTHING,
        /** Give its links to the dispatcher. */
        SERVE,
        /** Kill the process: it cannot serve any more. */
        KILL,
        /** Close its links behind what they still have to answer. */
        END,
        /** Fork another in its place. */
        REPLACE,
        /** Take it off the books. */
        FORGET
    }

    /** A cell of the table. */
    public record Step(WorkerState next, Action action) {}

    public Step on(Input input) {
        return switch (this) {
            case FORKING, STARTING -> starting(input);
            case READY -> input == Input.RETIRE ? new Step(LEAVING, Action.END) : running(input);
            case LOST ->
                switch (input) {
                    case RETIRE -> new Step(LEAVING, Action.NOTHING);
                    case EXITED -> new Step(GONE, Action.REPLACE);
                    case SPAWNED, LINKED, LINK_LOST, OVERDUE -> stay();
                };
            case LEAVING ->
                switch (input) {
                    case SPAWNED, OVERDUE -> new Step(LEAVING, Action.KILL);
                    case EXITED -> new Step(GONE, Action.FORGET);
                    case LINKED, LINK_LOST, RETIRE -> stay();
                };
            case GONE -> stay();
        };
    }

    private Step starting(Input input) {
        return switch (input) {
            case SPAWNED -> new Step(STARTING, Action.NOTHING);
            case LINKED -> new Step(READY, Action.SERVE);
            case RETIRE -> new Step(LEAVING, Action.KILL);
            case LINK_LOST, OVERDUE, EXITED -> running(input);
        };
    }

    private Step running(Input input) {
        return switch (input) {
            case LINK_LOST -> new Step(LOST, Action.KILL);
            case EXITED -> new Step(GONE, Action.REPLACE);
            case SPAWNED, LINKED, RETIRE, OVERDUE -> stay();
        };
    }

    private Step stay() {
        return new Step(this, Action.NOTHING);
    }
}
