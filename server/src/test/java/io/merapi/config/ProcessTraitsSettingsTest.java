// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.process.ProcessTraits;
import io.merapi.worker.process.Scheduling;
import io.merapi.worker.process.Titles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the processes are to be like: each option's default, and another value. */
final class ProcessTraitsSettingsTest {
    @TempDir
    Path directory;

    private ServerConfig served(String... arguments) throws IOException {
        return new Given(directory).served(arguments);
    }

    @Test
    void byDefaultTheyAreAsTheyWereStarted() throws IOException {
        ServerConfig config = served();
        assertThat(config.pool().traits()).isEqualTo(ProcessTraits.USUAL);
        assertThat(config.control().whereabouts().name()).isEmpty();
    }

    @Test
    void priorityAndProcessorsAreNumbers() throws IOException {
        assertThat(served("--prio=-5", "--cpu-affinity=2").pool().traits().scheduling())
                .isEqualTo(new Scheduling(-5, 2, true));
    }

    @Test
    void workersNeedNotLetOthersGoOn() throws IOException {
        assertThat(served("--sched-batch=false").pool().traits().scheduling()).isEqualTo(new Scheduling(0, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-21", "20", "high", "5 # low"})
    void whatIsNoPriorityIsRefused(String written) throws IOException {
        assertThat(new Given(directory).errors("--http=:8000", "--module=app", "--prio=" + written))
                .containsExactly("command line: prio: '" + written
                        + "' is no priority; write -20, the highest, to 19: --prio 10");
    }

    @ParameterizedTest
    @CsvSource({
        "--auto-procname, merapi front, merapi worker 1",
        "--procname=shop, shop, shop",
        "--procname-master=shop, shop, merapi worker 1",
        "--procname-prefix=shop-, shop-merapi front, shop-merapi worker 1",
        "--procname-prefix-spaced=shop, shop merapi front, shop merapi worker 1",
        "--procname-append=@shop, merapi front@shop, merapi worker 1@shop"
    })
    void eachOptionAboutTitlesAsksForThem(String argument, String front, String worker) throws IOException {
        ServerConfig config = served(argument);
        assertThat(config.control().whereabouts().name()).isEqualTo(front);
        Titles titles = Objects.requireNonNull(config.pool().traits().titles());
        assertThat(titles.of("merapi worker 1")).isEqualTo(worker);
    }

    @Test
    void titlesThatAreDeclinedAreNotImplied() throws IOException {
        ServerConfig config = served("--procname=shop", "--set=auto-procname=false", "--procname-append=s");
        assertThat(config.control().whereabouts().name()).isEmpty();
        assertThat(config.pool().traits().titles()).isNull();
    }

    @Test
    void theFrontsOwnNameGoesBeforeThatOfAll() throws IOException {
        assertThat(served("--procname=shop", "--procname-master=front", "--procname-prefix=my-")
                        .control()
                        .whereabouts()
                        .name())
                .isEqualTo("my-front");
    }
}
