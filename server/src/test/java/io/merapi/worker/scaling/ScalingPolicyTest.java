// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each policy makes of a run of seconds. */
final class ScalingPolicyTest {
    private static final Busyness.Marks MARKS = new Busyness.Marks(50, 25, 3, 2, 33, 2, 1, 5);

    /** A change for each of the numbers, which {@code kind} says the meaning of. */
    private static String changes(ScalingPolicy policy, String kind, String seconds) {
        return Arrays.stream(seconds.split(" ", -1))
                .map(Integer::valueOf)
                .map(number -> policy.change(
                        switch (kind) {
                            case "idle" -> new Sample(4, number, 0, 0);
                            case "queued" -> new Sample(4, number > 0 ? 0 : 1, number, 100);
                            case "busy" -> new Sample(4, 1, 0, number);
                            default -> throw new IllegalArgumentException(kind);
                        }))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        // idle workers each second; what changes
        "0 0 0 0,                 0 0 0 2",
        "0 0 0 0 0 0 0 0,         0 0 0 2 0 0 0 2",
        "0 0 1 0 0 0,             0 0 0 0 0 2", // a second with an idle one does not hide the others
        "1 1 1 1,                 0 0 0 -1",
        "1 1 0 1 1 1 1,           0 0 0 0 0 0 0", // it begins again
        "1 1 1 1 1 1 1 1,         0 0 0 -1 0 0 0 -1",
        "0 0 0 1 1 1 1 1 1 1,     0 0 0 0 0 0 0 0 0 -1"
    })
    void spareGoesByWhetherAWorkerIsIdle(String seconds, String changes) {
        assertThat(changes(new Spare(3, 2), "idle", seconds)).isEqualTo(changes);
    }

    @ParameterizedTest
    @CsvSource({
        "0 1 3 4 100, -1 0 0 2 2",
        "0 0, -1 -1",
        "3 3 3, 0 0 0",
    })
    void backlogGoesByTheQueue(String seconds, String changes) {
        assertThat(changes(new Backlog(3, 2), "queued", seconds)).isEqualTo(changes);
    }

    @ParameterizedTest
    @CsvSource({
        // of two seconds each, per cent
        "60 60,                   0 2",
        "100 10,                  0 2",
        "50 50 30 30,             0 0 0 0",
        "0 0 0 0 0 0,             0 0 0 0 0 -1", // three cycles
        "0 0 0 0 30 30 0 0 0 0 0 0, 0 0 0 0 0 0 0 0 0 0 0 -1"
    })
    void busynessGoesByThePartOfTheTimeThatIsWorked(String seconds, String changes) {
        assertThat(changes(new Busyness(MARKS, 2, 2), "busy", seconds)).isEqualTo(changes);
    }

    @Test
    void busynessWaitsForLongerWhenAWorkerWasMissedSoonAfterItLeft() {
        Busyness busyness = new Busyness(MARKS, 1, 1);
        assertThat(changes(busyness, "busy", "0 0 0")).isEqualTo("0 0 -1");
        assertThat(changes(busyness, "busy", "80")).isEqualTo("1");
        assertThat(changes(busyness, "busy", "0 0 0 0 0")).as("two more").isEqualTo("0 0 0 0 -1");
        assertThat(changes(busyness, "busy", "30 30 30 30 30 30"))
                .as("it was not missed for as long")
                .isEqualTo("0 0 0 0 0 0");
        assertThat(changes(busyness, "busy", "0 0 0")).as("as before").isEqualTo("0 0 -1");
    }

    @Test
    void busynessAddsAWorkerAtOnceWhenTooManyWaitAndLetsItGoWhenFewDo() {
        Busyness busyness = new Busyness(MARKS, 100, 2);
        assertThat(changes(busyness, "queued", "33 34 34 1 0")).isEqualTo("0 1 1 0 0");
        String calm = IntStream.range(0, 200).mapToObj(second -> "0").collect(Collectors.joining(" "));
        assertThat(Arrays.stream(changes(busyness, "queued", calm).split(" "))
                        .filter("-1"::equals)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void andWhenSomeHaveBeenWaitingForTooLong() {
        assertThat(changes(new Busyness(MARKS, 100, 2), "queued", "1 1 1 1 1 1 1"))
                .isEqualTo("0 0 0 0 0 1 0");
    }

    @Test
    void manualLeavesItToTheOperator() {
        assertThat(changes(new Manual(), "queued", "0 100 1000")).isEqualTo("0 0 0");
    }

    @ParameterizedTest
    @CsvSource({
        // workers, change, MiB; wanted
        "4, 1, 0, 5",
        "4, 10, 0, 8",
        "4, -1, 0, 3",
        "2, -1, 0, 2",
        "4, 0, 0, 4",
        "4, 1, 100, 4", // the soft limit
        "4, -1, 100, 3",
        "4, 0, 200, 3", // the hard one
        "4, 1, 200, 3",
        "2, 1, 200, 2"
    })
    void allStaysWithinBounds(int workers, int change, long mib, int wanted) {
        long unit = 1 << 20;
        ScalingLimits limits = new ScalingLimits(
                2,
                0,
                1,
                3,
                ScalingLimits.Algorithm.SPARE,
                Busyness.Marks.USUAL,
                new ScalingLimits.Memory(100 * unit, 200 * unit),
                ScalingLimits.NONE.idle());
        assertThat(limits.bounded(workers, change, 8, mib * unit)).isEqualTo(wanted);
    }
}
