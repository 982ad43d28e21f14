// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import java.util.ArrayList;
import java.util.List;

/** Text in two columns that fit a screen: terms, and what is said of them. */
final class Columns {
    private static final int WIDTH = 110;

    private final StringBuilder text = new StringBuilder(4096);
    private final int second;

    /** @param second where the second column begins */
    Columns(int second) {
        this.second = second;
    }

    /** A line that is not in columns. */
    Columns line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Columns row(String term, String description) {
        text.append("  ").append(term);
        if (term.length() + 4 > second) {
            text.append('\n').repeat(' ', second);
        } else {
            text.repeat(' ', second - 2 - term.length());
        }
        text.append(String.join("\n" + " ".repeat(second), wrapped(description, WIDTH - second)))
                .append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(width);
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
