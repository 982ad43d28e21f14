// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator can have the server do, with the signal (without SIG) and the letter in the master FIFO that ask for
 * it; they are uWSGI's.
 */
public enum Command {
    RELOAD("HUP", 'r'),
    RELOAD_BRUTALLY("", 'R'),
    STOP("TERM", 'q'),
    STOP_AT_ONCE("INT", 'Q');

    private final String signal;
    private final char letter;

    Command(String signal, char letter) {
        this.signal = signal;
        this.letter = letter;
    }

    /** Without SIG; empty where no signal asks for it. */
    public String signal() {
        return signal;
    }

    /** What the letter asks for. */
    public static Optional<Command> of(char letter) {
        return Stream.of(values()).filter(command -> command.letter == letter).findFirst();
    }
}
