// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

/**
 * The life of a generation, which is one loading of the application and the workers forked from it, as a table of state
 * x input.
 *
 * <pre>
 *             LOADED         TAKE_OVER        RETIRE         ZYGOTE_DIED    EMPTY
 *  LOADING    STANDBY fork   -                LEAVING kill   LEAVING kill   GONE forget
 *  STANDBY    -              SERVING serve    LEAVING kill   LEAVING kill   GONE forget
 *  SERVING    -              -                LEAVING end    ORPHANED       GONE forget
 *  ORPHANED   -              -                LEAVING end    -              GONE forget
 *  LEAVING    -              -                -              -              GONE forget
 *  GONE       -              -                -              -              -
 * </pre>
 */
public enum GenerationState {
    /** Its zygote starts and loads the application. */
    LOADING,
    /** Its workers are being forked, and wait until there are enough of them to take over. */
    STANDBY,
    /** Its workers take requests as soon as they are ready. */
    SERVING,
    /** Its zygote has died: the workers that are there serve on until another generation takes over. */
    ORPHANED,
    /** Its workers leave when they have answered what they have. */
    LEAVING,
    /** No process of it is left. */
    GONE;

    /** What happens to a generation. */
    public enum Input {
        /** The application is loaded. */
        LOADED,
        /** It is to serve. */
        TAKE_OVER,
        /** It is not to serve any more. */
        RETIRE,
        ZYGOTE_DIED,
        /** Its last process has left. */
        EMPTY
    }

    /** What is to be done about it. */
    public enum Action {
        NOTHING,
        /** Fork all workers. */
        FORK,
        /** Give the workers that are ready to the dispatcher. */
        SERVE,
        /** Let each worker leave when it has answered what it has, and then the zygote. */
        END,
        /** Kill every process: none of them has anything to finish. */
        KILL,
        /** Take it off the books. */
        FORGET
    }

    /** A cell of the table. */
    public record Step(GenerationState next, Action action) {}

    /** Whether its workers take requests. */
    public boolean serves() {
        return this == SERVING || this == ORPHANED;
    }

    public Step on(Input input) {
        return switch (this) {
            case LOADING -> input == Input.LOADED ? new Step(STANDBY, Action.FORK) : beforeServing(input);
            case STANDBY -> input == Input.TAKE_OVER ? new Step(SERVING, Action.SERVE) : beforeServing(input);
            case SERVING -> input == Input.ZYGOTE_DIED ? new Step(ORPHANED, Action.NOTHING) : whileServing(input);
            case ORPHANED -> whileServing(input);
            case LEAVING -> input == Input.EMPTY ? new Step(GONE, Action.FORGET) : stay();
            case GONE -> stay();
        };
    }

    private Step beforeServing(Input input) {
        return switch (input) {
            case RETIRE, ZYGOTE_DIED -> new Step(LEAVING, Action.KILL);
            case EMPTY -> new Step(GONE, Action.FORGET);
            case LOADED, TAKE_OVER -> stay();
        };
    }

    private Step whileServing(Input input) {
        return switch (input) {
            case RETIRE -> new Step(LEAVING, Action.END);
            case EMPTY -> new Step(GONE, Action.FORGET);
            case LOADED, TAKE_OVER, ZYGOTE_DIED -> stay();
        };
    }

    private Step stay() {
        return new Step(this, Action.NOTHING);
    }
}
