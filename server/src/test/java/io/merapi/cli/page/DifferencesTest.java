// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import org.junit.jupiter.api.Test;

final class DifferencesTest {

    @Test
    void eachIsOneOfAnOptionWithAnEffectAndASentence() {
        assertThat(Differences.all()).isNotEmpty().allSatisfy((name, sentence) -> {
            assertThat(Catalogue.groups().stream().flatMap(group -> group.options().stream()))
                    .filteredOn(Option::isOfUse)
                    .extracting(Option::name)
                    .contains(name);
            assertThat(sentence).isNotBlank().doesNotEndWith(".");
        });
    }
}
