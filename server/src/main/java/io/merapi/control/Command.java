// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator can have the server do, with the letter in the master FIFO and the signals (without SIG) that ask
 * for it; they are uWSGI's.
 */
public enum Command {
    RELOAD('r', "HUP"),
    RELOAD_BRUTALLY('R'),
    /** Each worker is replaced by one that is forked anew from the same zygote. */
    RELOAD_WORKERS('w'),
    RELOAD_WORKERS_BRUTALLY('W'),
    /** As {@link #RELOAD}, but one worker after the other. */
    RELOAD_CHAIN('c'),
    STOP('q', "TERM"),
    STOP_AT_ONCE('Q', "INT", "QUIT"),
    /** One worker more, as far as there is room. */
    SCALE_UP('+'),
    SCALE_DOWN('-'),
    /** Has no workers until there is something to do. */
    REST('C'),
    /** Hands no requests to workers, or does again. */
    PAUSE('p', "TSTP"),
    /** Opens the log's file again, which somebody has renamed. */
    REOPEN_LOG('l'),
    /** Renames it before. */
    ROTATE_LOG('L'),
    /** Writes to the log how the server fares. */
    STATISTICS('s', "USR1"),
    WRITE_PIDFILE('P');

    private final char letter;

    @SuppressWarnings("ImmutableEnumChecker") // a list of List.of
    private final List<String> signals;

    Command(char letter, String... signals) {
        this.letter = letter;
        this.signals = List.of(signals);
    }

    /** Without SIG. */
    public List<String> signals() {
        return signals;
    }

    /** What the letter asks for. */
    public static Optional<Command> of(char letter) {
        return Stream.of(values()).filter(command -> command.letter == letter).findFirst();
    }
}
