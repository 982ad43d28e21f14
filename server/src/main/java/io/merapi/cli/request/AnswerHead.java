// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer: an HTTP response's, or a CGI response's, whose status is a field (RFC 3875 section 6).
 *
 * @param lines without their ends
 */
record AnswerHead(int status, List<String> lines) {

    static AnswerHead parse(String text) throws CallException {
        List<String> lines = text.lines().takeWhile(line -> !line.isEmpty()).toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        if (first.startsWith("HTTP/")) {
            int space = first.indexOf(' ');
            return new AnswerHead(code(first.substring(space + 1), first), lines);
        }
        if (!first.contains(":")) {
            throw odd(first);
        }
        AnswerHead head = new AnswerHead(200, lines);
        String status = head.field("Status");
        if (status != null) {
            return new AnswerHead(code(status, first), lines);
        }
        return head.field("Location") == null ? head : new AnswerHead(302, lines);
    }

    private static int code(String text, String line) throws CallException {
        if (!text.matches("[1-9]\\d\\d(?!\\d).*")) {
            throw odd(line);
        }
        return Integer.parseInt(text.substring(0, 3));
    }

    static CallException odd(String start) {
        return new CallException(Exit.ODD_ANSWER, "what came is no answer; it begins with '" + start + "'");
    }

    /** The value of the first field of that name, or null. */
    @Nullable
    String field(String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return null;
    }

    /** Whether another head follows. */
    boolean isInterim() {
        return status < 200 && status != 101;
    }

    /** RFC 9112 section 6.3, but for HEAD. */
    boolean isBodiless() {
        return status < 200 || status == 204 || status == 304;
    }
}
