// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a process has, as the kernel tells it. */
final class MemoryUseTest {
    private static final String STATM = "25000 5000 1500 1 0 3000 0\n";
    private static final String ROLLUP = """
            55d0c0000000-7ffd10000000 ---p 00000000 00:00 0                          [rollup]
            Rss:               20000 kB
            Pss:                9000 kB
            Pss_Dirty:          7000 kB
            Shared_Clean:       8000 kB
            Private_Clean:      1000 kB
            Private_Dirty:      6000 kB
            Swap:                  0 kB
            """;

    @Test
    void pagesAreCountedInOctets() {
        assertThat(MemoryUse.parse(STATM, "")).isEqualTo(new MemoryUse(5000 * 4096L, 25_000 * 4096L, 0, 0));
    }

    @Test
    void whatItSharesIsDividedOrLeftOut() {
        assertThat(MemoryUse.parse(STATM, ROLLUP))
                .isEqualTo(new MemoryUse(5000 * 4096L, 25_000 * 4096L, 9000 * 1024L, 7000 * 1024L));
    }

    @Test
    void thisProcessHasSome() throws IOException {
        MemoryUse use = MemoryUse.of(ProcessHandle.current().pid(), true);
        assertThat(use.as()).isGreaterThan(use.rss());
        assertThat(use.rss()).isGreaterThanOrEqualTo(use.pss());
        assertThat(use.pss()).isGreaterThanOrEqualTo(use.uss());
        assertThat(use.uss()).isPositive();
    }

    @Test
    void aProcessThatIsNotThereHasNone() {
        assertThatThrownBy(() -> MemoryUse.of(2_000_000_001, false)).isInstanceOf(IOException.class);
    }
}
