// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

import java.time.Duration;

/**
 * How many workers there are to be, up to those that the pool has.
 *
 * @param least no fewer as long as there is anything to do; 0: always all
 * @param initial how many at the start; 0: as many as at least
 * @param step how many more at a time
 * @param overload how many seconds of overload are borne, or how many waiting requests, or how long a cycle is: what
 *     the algorithm makes of it
 * @param algorithm what decides
 * @param marks what busyness goes by
 * @param memory how much the workers may have together
 * @param idle what happens when there is nothing to do
 */
public record ScalingLimits(
        int least,
        int initial,
        int step,
        int overload,
        Algorithm algorithm,
        Busyness.Marks marks,
        Memory memory,
        Idleness idle) {

    /** Always all workers. */
    public static final ScalingLimits NONE = new ScalingLimits(
            0,
            0,
            1,
            3,
            Algorithm.SPARE,
            Busyness.Marks.USUAL,
            new Memory(0, 0),
            new Idleness(false, Duration.ZERO, false));

    /** What decides how many there are. */
    public enum Algorithm {
        SPARE,
        BACKLOG,
        BUSYNESS,
        MANUAL
    }

    /**
     * Resident memory of all workers; 0 is no limit.
     *
     * @param softBytes no more workers from there on
     * @param hardBytes fewer workers from there on
     */
    public record Memory(long softBytes, long hardBytes) {
        public boolean isAny() {
            return softBytes > 0 || hardBytes > 0;
        }
    }

    /**
     * What happens when there is nothing to do.
     *
     * @param cheap there is no worker until the first request
     * @param after so long without a request all workers leave; zero: never
     * @param ends the server, too
     */
    public record Idleness(boolean cheap, Duration after, boolean ends) {}

    /** Whether the number of workers ever changes. */
    public boolean isAny() {
        return least > 0 || !idle.after().isZero() || idle.cheap();
    }

    /** How many there are to be at the start, of so many. */
    public int first(int most) {
        return idle.cheap() ? 0 : awake(most);
    }

    /** How many there are to be when there is something to do again. */
    public int awake(int most) {
        return least == 0 ? most : Math.clamp(initial, Math.min(least, most), most);
    }

    public ScalingPolicy policy() {
        return switch (algorithm) {
            case SPARE -> new Spare(overload, step);
            case BACKLOG -> new Backlog(overload, step);
            case BUSYNESS -> new Busyness(marks, overload, step);
            case MANUAL -> new Manual();
        };
    }

    /**
     * How many workers there are to be.
     *
     * @param workers how many there are
     * @param change what the policy says
     * @param rssBytes what they have together; 0 where that is not known
     */
    public int bounded(int workers, int change, int most, long rssBytes) {
        if (memory.hardBytes() > 0 && rssBytes >= memory.hardBytes()) {
            return Math.max(Math.min(least, most), workers - 1);
        }
        if (change > 0 && memory.softBytes() > 0 && rssBytes >= memory.softBytes()) {
            return workers;
        }
        return Math.clamp((long) workers + change, Math.min(least, most), most);
    }
}
