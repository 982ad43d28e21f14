// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Kind.Argument;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
    private static final List<? extends Option<?>> ALL = Catalogue.groups().stream()
            .flatMap(group -> group.options().stream())
            .toList();

    @Test
    void noNameAndNoLetterIsTakenTwice() {
        assertThat(ALL.stream().flatMap(option -> option.names().stream())).doesNotHaveDuplicates();
        assertThat(ALL.stream().map(Option::letter).filter(letter -> letter != 0))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyRowSaysWhatItDoesInOneLine() {
        assertThat(ALL)
                .allSatisfy(option -> assertThat(option.help())
                        .isNotBlank()
                        .doesNotContain("\n")
                        .doesNotEndWith("."));
    }

    @Test
    void everyNameIsFound() {
        assertThat(ALL)
                .allSatisfy(option -> assertThat(option.names())
                        .allSatisfy(name -> assertThat(Catalogue.find(name)).isEqualTo(option)));
        assertThat(Catalogue.find("no-such-option")).isNull();
    }

    @Test
    void lettersAndArgumentsAreThoseOfUwsgi() {
        for (Option<?> option : ALL) {
            for (String name : option.names()) {
                Argument theirs = UwsgiNames.argumentOf(name);
                // python is a script to run there, and the interpreter here; both take a value
                assertThat(theirs == null ? option.kind().argument() : theirs)
                        .as(name)
                        .isEqualTo(option.kind().argument());
            }
            if (option.letter() != 0) {
                assertThat(option.names()).contains(UwsgiNames.nameOf(option.letter()));
            }
        }
    }

    @Test
    void otherOptionsOfUwsgiAreKnownByNameLetterAndArgument() {
        assertThat(UwsgiNames.all()).hasSizeGreaterThan(1300).contains("harakiri", "stats", "log-format");
        assertThat(Catalogue.argumentOf("harakiri")).isEqualTo(Argument.REQUIRED);
        assertThat(Catalogue.argumentOf("cheap")).isEqualTo(Argument.NONE);
        assertThat(Catalogue.argumentOf("log-date")).isEqualTo(Argument.OPTIONAL);
        assertThat(Catalogue.argumentOf("no-such-option")).isNull();
        assertThat(Catalogue.nameOf('t')).isEqualTo("harakiri");
        assertThat(Catalogue.nameOf('p')).isEqualTo("processes");
        assertThat(Catalogue.nameOf('%')).isNull();
    }
}
