// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel tells of a thread.
 *
 * <p>Theory: a thread of CPython's that waits for the interpreter, which another one holds, wakes up every 5 ms to ask
 * for it (sys.getswitchinterval), and sleeps in a futex in between. One that waits for a lock or an event sleeps in a
 * futex without waking up; one that polls something wakes up, but sleeps elsewhere. So the first can be told from the
 * others: it is not to blame for being late. Where the machine is busy it is often seen awake, waiting for a processor:
 * one that computes is too, but has had its share of one.
 *
 * @param place where in the kernel it sleeps; empty where it runs or is about to, or where that is not told
 * @param switches how often it has gone to sleep so far
 * @param ranNanos how long it has had a processor so far; 0 where that is not told
 */
public record ThreadActivity(String place, long switches, long ranNanos) {
    /** Of a thread that is not there. */
    public static final ThreadActivity UNKNOWN = new ThreadActivity("", 0, 0);

    private static final Pattern SWITCHES = Pattern.compile("^voluntary_ctxt_switches:\\s*(\\d+)", Pattern.MULTILINE);

    private static final Pattern RAN = Pattern.compile("^\\d+");

    /** On a busy machine it wakes up later than it wants to. */
    private static final long MOST_NANOS_PER_WAKE = 25_000_000;

    /** What asking again and again takes is some thousandths of the time; this is its largest part of it. */
    private static final int LEAST_TIMES_IDLE = 32;

    /** Reads it from {@code /proc}, which is memory: it takes some microseconds. */
    public static ThreadActivity of(long pid, long thread) {
        if (thread == 0) {
            return UNKNOWN;
        }
        Path directory = Path.of("/proc", Long.toString(pid), "task", Long.toString(thread));
        Matcher switches = SWITCHES.matcher(read(directory.resolve("status")));
        String place = read(directory.resolve("wchan"));
        Matcher ran = RAN.matcher(read(directory.resolve("schedstat")));
        return new ThreadActivity(
                place.equals("0") ? "" : place,
                switches.find() ? Long.parseLong(switches.group(1)) : 0,
                ran.find() ? Long.parseLong(ran.group()) : 0);
    }

    /** A line about it, for the log: {@code sleeping in futex_wait}, or what system call it is in. */
    public static String describe(long pid, long thread) {
        Path directory = Path.of("/proc", Long.toString(pid), "task", Long.toString(thread));
        String call = read(directory.resolve("syscall")).strip();
        return "wchan " + read(directory.resolve("wchan")) + ", syscall " + (call.isEmpty() ? "unknown" : call);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it has ended, or is none of our business
            return "";
        }
    }

    /** Whether it sleeps where one that waits for the interpreter does; otherwise it does not, or is not seen to. */
    public boolean isInFutex() {
        return place.contains("futex");
    }

    /** Whether it has been waiting for the interpreter since {@code before}, so many nanoseconds ago. */
    public boolean isWaitingForInterpreter(ThreadActivity before, long nanos) {
        return before.isInFutex()
                && (isInFutex() || isAwakeInVain(before, nanos))
                && switches - before.switches >= nanos / MOST_NANOS_PER_WAKE;
    }

    private boolean isAwakeInVain(ThreadActivity before, long nanos) {
        return place.isEmpty() && ranNanos > 0 && ranNanos - before.ranNanos < nanos / LEAST_TIMES_IDLE;
    }
}
