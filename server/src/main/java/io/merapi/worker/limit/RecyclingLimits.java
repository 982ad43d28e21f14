// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a worker is worn out: it is replaced by a new one then.
 *
 * <p>So that workers that began together do not end together, each has a quota of its own: what the limit says and a
 * delta per worker where one is given, else up to a tenth less at random.
 *
 * @param maxRequests how many requests; 0: any number
 * @param requestsDelta how many more for each worker than for the one before it, or {@link #AT_RANDOM}
 * @param minLifetime no worker is worn out earlier, unless it is to be killed
 * @param maxLifetime how long; zero: for ever
 * @param lifetimeDelta how much longer for each worker than for the one before it; null: at random
 * @param memory how much memory
 */
public record RecyclingLimits(
        long maxRequests,
        long requestsDelta,
        Duration minLifetime,
        Duration maxLifetime,
        @Nullable Duration lifetimeDelta,
        List<MemoryLimit> memory) {

    /** A delta that is none. */
    public static final long AT_RANDOM = -1;

    /** No worker is ever worn out. */
    public static final RecyclingLimits NONE =
            new RecyclingLimits(0, AT_RANDOM, Duration.ZERO, Duration.ZERO, null, List.of());

    private static final double JITTER = 0.1;
    private static final long MIB = 1 << 20;

    /** What one worker may use up; {@code Long.MAX_VALUE}: any amount. */
    public record Quota(long requests, long nanos) {}

    /**
     * What one worker has used up.
     *
     * @param memory null where it has not been measured
     */
    public record Use(long requests, long nanos, @Nullable MemoryUse memory) {}

    /**
     * Why a worker is worn out.
     *
     * @param text the option and the figures
     * @param kills whether it is to be killed
     */
    public record Reason(String text, boolean kills) {}

    /** Whether there are any limits. */
    public boolean isAny() {
        return maxRequests > 0 || !maxLifetime.isZero() || !memory.isEmpty();
    }

    /** Whether memory is to be measured. */
    public boolean isOfMemory() {
        return !memory.isEmpty();
    }

    /** Whether it takes the kernel long to measure it. */
    public boolean isCostly() {
        return memory.stream().anyMatch(limit -> limit.measure().isCostly());
    }

    /** The quota of worker {@code number}, from 1. */
    public Quota quota(int number, RandomGenerator random) {
        long requests = Long.MAX_VALUE;
        if (maxRequests > 0) {
            requests = requestsDelta < 0
                    ? less(maxRequests, random)
                    : Math.addExact(maxRequests, Math.multiplyExact(requestsDelta, number - 1L));
        }
        long nanos = Long.MAX_VALUE;
        if (!maxLifetime.isZero()) {
            nanos = lifetimeDelta == null
                    ? less(maxLifetime.toNanos(), random)
                    : maxLifetime.plus(lifetimeDelta.multipliedBy(number - 1L)).toNanos();
        }
        return new Quota(requests, nanos);
    }

    private static long less(long limit, RandomGenerator random) {
        return limit - (long) (limit * JITTER * random.nextDouble());
    }

    /** Why a worker is worn out; null where it is not. */
    public @Nullable Reason judge(Quota quota, Use use) {
        for (MemoryLimit limit : memory) {
            boolean ripe = limit.kills() || use.nanos() >= minLifetime.toNanos();
            if (use.memory() != null && ripe && use.memory().bytes(limit.measure()) >= limit.bytes()) {
                return new Reason(excess(limit, use.memory()), limit.kills());
            }
        }
        if (use.nanos() < minLifetime.toNanos()) {
            return null;
        }
        if (use.requests() >= quota.requests()) {
            return new Reason("max-requests, it has had " + use.requests() + " of " + quota.requests(), false);
        }
        if (use.nanos() >= quota.nanos()) {
            return new Reason(
                    "max-worker-lifetime, it has lived for " + seconds(use.nanos()) + " of " + seconds(quota.nanos()),
                    false);
        }
        return null;
    }

    private static String excess(MemoryLimit limit, MemoryUse use) {
        return limit.option() + ", it has " + mebibytes(use.bytes(limit.measure())) + " of " + mebibytes(limit.bytes());
    }

    private static String mebibytes(long bytes) {
        return tenths(bytes * 10 / MIB) + " MiB";
    }

    private static String seconds(long nanos) {
        return tenths(nanos / 100_000_000) + " s";
    }

    private static String tenths(long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }
}
