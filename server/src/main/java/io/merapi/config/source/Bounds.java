// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Setting;
import java.time.Duration;

/**
 * How much one reading may take: a file that includes itself under ever new names, or a loop over loops, ends with a
 * sentence and not with the machine's memory. Counts the work, too, in characters looked at or written.
 */
final class Bounds {
    /** The most characters of a file, or of what stands for one. */
    static final int LONGEST_TEXT = 16 * 1024 * 1024;

    /** The most characters of a value. */
    static final int LONGEST_VALUE = 1024 * 1024;

    /** The most settings, those of every round of a loop included. */
    static final int MOST_SETTINGS = 100_000;

    /** How long a command or a web server may take to tell a text. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many replacements within one value are taken for one that refers to itself. */
    static final int MOST_REPLACEMENTS = 1_000;

    private static final int MOST_TEXTS = 2_000;
    private static final int DEEPEST = 50;
    private static final long MOST_WORK = 1L << 30;

    private long work;
    private int settings;
    private int texts;

    /** One more setting. */
    void count(Setting setting) {
        if (++settings > MOST_SETTINGS) {
            throw ReadingEndsException.tooMuch(
                    setting, "the configuration has more than " + MOST_SETTINGS + " settings");
        }
    }

    /**
     * One more text is read.
     *
     * @param depth how many are being read that it is part of
     */
    void countText(Setting setting, int depth) {
        if (++texts > MOST_TEXTS) {
            throw ReadingEndsException.tooMuch(setting, "the configuration has more than " + MOST_TEXTS + " files");
        }
        if (depth > DEEPEST) {
            throw ReadingEndsException.tooMuch(setting, "files include each other more than " + DEEPEST + " deep");
        }
    }

    /** So many characters more are looked at or written. */
    void spend(Setting setting, long characters) {
        work += characters;
        if (work > MOST_WORK) {
            throw ReadingEndsException.tooMuch(setting, "the values of the configuration are too long in all");
        }
    }

    /** The characters looked at or written so far. */
    long work() {
        return work;
    }
}
