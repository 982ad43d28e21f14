// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that a process writes, to be read and waited for. */
public final class Output {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** Takes lines until there are no more. */
    public void copy(BufferedReader from) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(the output cannot be read: " + e + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public synchronized String text() {
        return String.join("\n", lines);
    }

    /** How many lines there are so far: where to go on, for what is to come. */
    public synchronized int mark() {
        return lines.size();
    }

    /** Waits for a line in which the expression is found. */
    public MatchResult await(String expression) throws InterruptedException {
        return await(expression, 0);
    }

    /** Waits for such a line from line {@code mark} on. */
    public synchronized MatchResult await(String expression, int mark) throws InterruptedException {
        Pattern pattern = Pattern.compile(expression);
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        int at = mark;
        while (true) {
            for (; at < lines.size(); at++) {
                Matcher matcher = pattern.matcher(lines.get(at));
                if (matcher.find()) {
                    return matcher.toMatchResult();
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError(
                        (ended ? "ended" : "waited in vain") + " without a line " + expression + ":\n" + text());
            }
            wait(left);
        }
    }

    /** Waits until the process has closed its output. */
    public synchronized void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("the output does not end:\n" + text());
            }
            wait(left);
        }
    }
}
