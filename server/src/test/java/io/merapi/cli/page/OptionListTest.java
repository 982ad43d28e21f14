// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionListTest {

    @Test
    void withoutAWordEachOptionThatIsOfUseIsListedOnce() {
        String list = OptionList.of(List.of()).text();
        Catalogue.groups().stream()
                .flatMap(group -> group.options().stream())
                .forEach(option -> assertThat(list.split("--" + option.name() + "(?= |\\n)", -1))
                        .as(option.name())
                        .hasSize(option.isOfUse() ? 2 : 1));
        assertThat(list.lines()).allMatch(line -> line.length() <= 110, "is at most 110 wide");
    }

    @Test
    void aWordIsLookedForInNamesAndDescriptionsOfUwsgisOptionsToo() {
        assertThat(OptionList.of(List.of("legion-l")).text()).isEqualTo("""
                Legions:
                  --legion-lord VALUE         not available yet
                """);
        assertThat(OptionList.of(List.of("Stacks", "in")).text()).contains("--harakiri SECONDS", "-t, ");
        assertThat(OptionList.of(List.of("listening", "socket")).text())
                .contains("--thunder-lock", "no effect: workers do not share a listening socket");
    }

    @Test
    void aWordThatIsNowhereIsAFailure() {
        assertThat(OptionList.of(List.of("no-such-word")))
                .isEqualTo(new Page("", "merapi options: no option has 'no-such-word' in it\n", 1));
    }
}
