// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DescriptorsTest {

    @ParameterizedTest
    @CsvSource({
        "100,    1024,      100",
        "1000,   1024,      960",
        "10000,  1024,      960",
        "100000, 65536,     61440",
        "1000,   40,        20",
        "1000,   unlimited, 1000",
    })
    void keepsSomeBack(int wanted, String soft, int expected) {
        List<String> limits = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             100                  100                  processes ",
                "Max open files            %-20s 524288               files     ".formatted(soft));
        assertThat(Descriptors.connections(wanted, limits)).isEqualTo(expected);
    }

    @Test
    void readsTheLimitOfThisProcess() {
        assertThat(Descriptors.connections(10)).isEqualTo(10);
        assertThat(Descriptors.connections(Integer.MAX_VALUE)).isGreaterThan(10);
    }
}
