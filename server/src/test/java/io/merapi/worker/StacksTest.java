// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the stacks that a worker writes are complete. */
final class StacksTest {
    private static final int QUIET_MILLIS = 110;
    private static final int PATIENCE_MILLIS = 1100;

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();

    @Test
    void theyAreCompleteWhenNoMoreComes() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestStacks stacks = pool.worker(1).openStacks();
            stacks.front().ask(told::add);
            for (String part : List.of("one ", "two ", "three")) {
                pool.advanceMillis(40);
                assertThat(told).isEmpty();
                stacks.write(part);
            }
            pool.advanceMillis(QUIET_MILLIS);
            assertThat(told).containsExactly("one two three");
        }
    }

    @Test
    void severalWhoAskAtATimeAreToldTheSame() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestStacks stacks = pool.worker(1).openStacks();
            stacks.front().ask(told::add);
            stacks.write("stacks");
            stacks.front().ask(told::add);
            pool.advanceMillis(QUIET_MILLIS);
            assertThat(told).containsExactly("stacks", "stacks");
        }
    }

    @Test
    void thoseOfTheTimeBeforeAreForgotten() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestStacks stacks = pool.worker(1).openStacks();
            for (String text : List.of("first", "second")) {
                stacks.front().ask(told::add);
                stacks.write(text);
                pool.advanceMillis(QUIET_MILLIS);
            }
            assertThat(told).containsExactly("first", "second");
        }
    }

    @Test
    void aProcessThatDoesNotReactIsNotWaitedForForEver() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestStacks stacks = pool.worker(1).openStacks();
            stacks.front().ask(told::add);
            pool.advanceMillis(PATIENCE_MILLIS / 2);
            assertThat(told).isEmpty();
            pool.advanceMillis(PATIENCE_MILLIS / 2 + QUIET_MILLIS);
            assertThat(told).containsExactly("");
        }
    }

    @Test
    void norIsOneThatHasEndedOrHasNotConnected() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            pool.generation().workers().forEach(each -> each.stacks().ask(told::add));
            assertThat(told).containsExactly("");
            TestStacks stacks = worker.openStacks();
            stacks.front().ask(told::add);
            stacks.end();
            pool.advanceMillis(QUIET_MILLIS);
            assertThat(told).containsExactly("", "");
        }
    }
}
