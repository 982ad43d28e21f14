// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

/**
 * Keeps the part of the time that workers are at work between two marks. It is judged once in a cycle of several
 * seconds: above the upper mark there are more workers, and below the lower one for several cycles in a row there is
 * one fewer. A worker that is missed soon after it left was let go too early: then more cycles are waited for the next
 * time, until nothing of the kind has happened for as many cycles.
 *
 * <p>The queue counts at once: when too many requests wait, or some have been waiting for too long, there are more
 * workers in the same second. Those leave again when the queue has been short for several cycles.
 */
public final class Busyness implements ScalingPolicy {
    private final Marks marks;
    private final int cycle;
    private final int step;
    private int seconds;
    private int busySum;
    private int calmCycles;
    private int cyclesToWait;
    private int cyclesSinceLeave = Integer.MAX_VALUE;
    private int nonzeroSeconds;
    private int emergency;
    private int shortSeconds;

    /**
     * What it goes by.
     *
     * @param max per cent; above, there are more workers
     * @param min per cent; below, there are fewer
     * @param multiplier for so many cycles
     * @param penalty how many cycles more after a worker was let go too early
     * @param backlogAlert more waiting requests than that are too many
     * @param backlogMultiplier for so many cycles the queue must have been short until the extra workers leave
     * @param backlogStep how many extra workers at a time
     * @param backlogNonzero for more seconds than that no request may wait
     */
    public record Marks(
            int max,
            int min,
            int multiplier,
            int penalty,
            int backlogAlert,
            int backlogMultiplier,
            int backlogStep,
            int backlogNonzero) {

        /** uWSGI's. */
        public static final Marks USUAL = new Marks(50, 25, 10, 2, 33, 3, 1, 60);
    }

    /**
     * @param cycle its length in seconds
     * @param step how many workers more at a time
     */
    public Busyness(Marks marks, int cycle, int step) {
        this.marks = marks;
        this.cycle = Math.max(1, cycle);
        this.step = step;
        this.cyclesToWait = marks.multiplier();
    }

    @Override
    public int change(Sample sample) {
        int urgent = backlog(sample);
        busySum += sample.busyPercent();
        seconds++;
        if (seconds < cycle) {
            return urgent;
        }
        int percent = busySum / seconds;
        seconds = 0;
        busySum = 0;
        int judged = judge(percent);
        return urgent != 0 ? urgent : judged;
    }

    private int backlog(Sample sample) {
        nonzeroSeconds = sample.queued() > 0 ? nonzeroSeconds + 1 : 0;
        if (sample.queued() > marks.backlogAlert() || nonzeroSeconds > marks.backlogNonzero()) {
            nonzeroSeconds = 0;
            shortSeconds = 0;
            emergency += marks.backlogStep();
            return marks.backlogStep();
        }
        shortSeconds++;
        if (emergency > 0 && shortSeconds >= marks.backlogMultiplier() * cycle) {
            shortSeconds = 0;
            emergency--;
            return -1;
        }
        return 0;
    }

    private int judge(int percent) {
        cyclesSinceLeave = cyclesSinceLeave == Integer.MAX_VALUE ? cyclesSinceLeave : cyclesSinceLeave + 1;
        if (percent > marks.max()) {
            calmCycles = 0;
            if (cyclesSinceLeave <= cyclesToWait) {
                cyclesToWait += marks.penalty();
                cyclesSinceLeave = Integer.MAX_VALUE;
            }
            return step;
        }
        if (cyclesSinceLeave != Integer.MAX_VALUE && cyclesSinceLeave > cyclesToWait) {
            cyclesToWait = marks.multiplier();
            cyclesSinceLeave = Integer.MAX_VALUE;
        }
        calmCycles = percent < marks.min() ? calmCycles + 1 : 0;
        if (calmCycles < cyclesToWait) {
            return 0;
        }
        calmCycles = 0;
        cyclesSinceLeave = 0;
        return -1;
    }
}
