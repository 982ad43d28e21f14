// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.limit.MemoryUse.Measure;
import io.merapi.worker.limit.RecyclingLimits.Quota;
import io.merapi.worker.limit.RecyclingLimits.Use;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a worker is worn out. */
final class RecyclingLimitsTest {
    private static final long MIB = 1 << 20;
    private static final Duration YOUNG = Duration.ofSeconds(10);
    private static final Duration OLD = Duration.ofMinutes(10);

    private static RecyclingLimits limits(MemoryLimit... memory) {
        return new RecyclingLimits(1000, 10, YOUNG, OLD, Duration.ofSeconds(30), List.of(memory));
    }

    private static MemoryUse memory(long mib) {
        return new MemoryUse(mib * MIB, 10 * mib * MIB, mib / 2 * MIB, mib / 4 * MIB);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // requests, seconds, MiB; what the log says
                "0, 0, 1, -",
                "999, 599, 99, -",
                "1000, 9, 1, -", // too young
                "1000, 10, 1, 'max-requests, it has had 1000 of 1000'",
                "0, 600, 1, 'max-worker-lifetime, it has lived for 600.0 s of 600.0 s'",
                "0, 10, 100, 'reload-on-rss, it has 100.0 MiB of 100.0 MiB'",
                "0, 9, 100, -", // too young
                "1000, 600, 150, 'reload-on-rss, it has 150.0 MiB of 100.0 MiB'",
                "0, 1, 200, 'evil-reload-on-rss, it has 200.0 MiB of 200.0 MiB'"
            })
    void aWorkerIsWornOut(long requests, long seconds, long mib, String text) {
        RecyclingLimits limits = limits(
                new MemoryLimit("evil-reload-on-rss", Measure.RSS, 200 * MIB, true),
                new MemoryLimit("reload-on-rss", Measure.RSS, 100 * MIB, false));
        Quota quota = limits.quota(1, new Random(1));
        RecyclingLimits.Reason reason =
                limits.judge(quota, new Use(requests, TimeUnit.SECONDS.toNanos(seconds), memory(mib)));
        assertThat(reason == null ? null : reason.text()).isEqualTo(text);
        assertThat(reason != null && reason.kills()).isEqualTo(text != null && text.startsWith("evil"));
    }

    @ParameterizedTest
    @CsvSource({"RSS, 100", "AS, 1000", "PSS, 50", "USS, 25"})
    void eachMeasureCountsForItself(Measure measure, long mib) {
        long old = OLD.toNanos() - 1;
        RecyclingLimits reached = limits(new MemoryLimit("option", measure, mib * MIB, false));
        RecyclingLimits above = limits(new MemoryLimit("option", measure, mib * MIB + 1, false));
        Quota quota = reached.quota(1, new Random(1));
        assertThat(reached.judge(quota, new Use(0, old, memory(100)))).isNotNull();
        assertThat(above.judge(quota, new Use(0, old, memory(100)))).isNull();
        assertThat(reached.judge(quota, new Use(0, old, null)))
                .as("not measured")
                .isNull();
    }

    @Test
    void aDeltaSpacesTheWorkers() {
        assertThat(limits().quota(1, new Random(1))).isEqualTo(new Quota(1000, OLD.toNanos()));
        assertThat(limits().quota(4, new Random(1)))
                .isEqualTo(new Quota(1030, OLD.plusSeconds(90).toNanos()));
    }

    @Test
    void withoutOneChanceDoesAndTakesUpToATenth() {
        RecyclingLimits limits = new RecyclingLimits(1000, RecyclingLimits.AT_RANDOM, YOUNG, OLD, null, List.of());
        Random random = new Random(1);
        List<Quota> quotas =
                random.ints(100).mapToObj(n -> limits.quota(1, random)).toList();
        assertThat(quotas).allSatisfy(quota -> {
            assertThat(quota.requests()).isBetween(901L, 1000L);
            assertThat(quota.nanos()).isBetween(OLD.toNanos() * 9 / 10, OLD.toNanos());
        });
        assertThat(quotas.stream().map(Quota::requests).distinct()).hasSizeGreaterThan(30);
    }

    @Test
    void withoutLimitsNoWorkerIsEverWornOut() {
        RecyclingLimits none = RecyclingLimits.NONE;
        assertThat(none.isAny()).isFalse();
        Quota quota = none.quota(3, new Random(1));
        assertThat(none.judge(quota, new Use(1L << 60, 1L << 60, memory(1 << 20))))
                .isNull();
    }

    @Test
    void sharesAreReadOnlyWhereTheyCount() {
        assertThat(limits(new MemoryLimit("reload-on-rss", Measure.RSS, MIB, false))
                        .isCostly())
                .isFalse();
        assertThat(limits(new MemoryLimit("reload-on-uss", Measure.USS, MIB, false))
                        .isCostly())
                .isTrue();
    }
}
