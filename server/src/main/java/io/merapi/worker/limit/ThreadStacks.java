// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a process's threads as Python's faulthandler writes them, made readable: each thread is called by what
 * it runs, and what is the worker's own below the application, the same in every stack, is left out.
 */
public final class ThreadStacks {
    private static final Pattern THREAD = Pattern.compile("(?:Current thread|Thread) 0x([0-9a-fA-F]{1,16}).*");
    private static final Pattern OWN = Pattern.compile(".*[/\"]merapi_worker/[a-z]+\\.py\".*");

    /** Where a thread of the worker's own begins to serve its link: all below is the same in each. */
    private static final Pattern ROOT = Pattern.compile(".*[/\"]merapi_worker/link\\.py\", line \\d+ in serve");

    private ThreadStacks() {}

    /** A thread and its frames, the innermost first. */
    private record Stack(long ident, List<String> frames) {}

    /**
     * Lines, without one at the end.
     *
     * @param names what a thread is called by its ident; null for those of the application's
     */
    public static String describe(String dump, LongFunction<@Nullable String> names) {
        StringBuilder text = new StringBuilder();
        for (Stack stack : parse(dump)) {
            String name = names.apply(stack.ident());
            List<String> frames = withoutOwn(stack.frames());
            text.append(text.isEmpty() ? "" : "\n");
            text.append(name == null ? "a thread of the application's" : name);
            if (frames.isEmpty()) {
                text.append(": in no Python code of the application's");
            } else {
                text.append(", the innermost call first:");
                frames.forEach(frame -> text.append("\n  ").append(frame));
            }
        }
        return text.toString();
    }

    private static List<Stack> parse(String dump) {
        List<Stack> stacks = new ArrayList<>();
        for (String line : dump.split("\n", -1)) {
            Matcher thread = THREAD.matcher(line);
            if (thread.matches()) {
                stacks.add(new Stack(Long.parseUnsignedLong(thread.group(1), 16), new ArrayList<>()));
            } else if (!stacks.isEmpty() && !line.isBlank()) {
                stacks.getLast().frames().add(line.strip());
            }
        }
        return stacks;
    }

    /** A thread without a root is not the worker's: all of it counts. */
    private static List<String> withoutOwn(List<String> frames) {
        int end = frames.size();
        for (int i = 0; i < frames.size(); i++) {
            if (ROOT.matcher(frames.get(i)).matches()) {
                end = i;
            }
        }
        while (end > 0
                && end < frames.size()
                && OWN.matcher(frames.get(end - 1)).matches()) {
            end--;
        }
        return frames.subList(0, end);
    }
}
