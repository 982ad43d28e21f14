// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import io.merapi.control.admin.AdminRequest.UsageException;
import java.util.ArrayList;
import java.util.List;

/** What follows the first word of a request, taken word by word. */
final class Words {
    /** No pool has more. */
    private static final int MOST_WORKERS = 10_000;

    private final String verb;
    private final List<String> left;

    Words(String verb, List<String> words) {
        this.verb = verb;
        this.left = new ArrayList<>(words);
    }

    /** Whether that is one of them. */
    boolean has(String flag) {
        return left.remove(flag);
    }

    /** How many workers, which has to be said. */
    int count() throws UsageException {
        String word = left.isEmpty() ? "" : left.removeFirst();
        try {
            int count = Integer.parseInt(word);
            if (count >= 1 && count <= MOST_WORKERS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, with what is out of bounds
        }
        throw new UsageException(verb + " needs a number of workers, 1 to " + MOST_WORKERS + ": " + verb + " 4");
    }

    /** There are no more that would mean anything. */
    void end() throws UsageException {
        if (!left.isEmpty()) {
            throw new UsageException(verb + " does not take '" + left.getFirst() + "'");
        }
    }
}
