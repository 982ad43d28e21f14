// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Kind.Argument;
import java.util.List;
import java.util.Objects;
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
                Option<?> other = UwsgiOptions.find(name);
                Argument theirs = other == null ? null : other.kind().argument();
                // python is a script to run there, and the interpreter here; both take a value
                assertThat(theirs == null ? option.kind().argument() : theirs)
                        .as(name)
                        .isEqualTo(option.kind().argument());
            }
            if (option.letter() != 0) {
                assertThat(option.names()).contains(UwsgiOptions.nameOf(option.letter()));
            }
        }
    }

    @Test
    void otherOptionsOfUwsgiAreKnownByNameLetterAndArgument() {
        assertThat(Catalogue.find("stats")).isNotNull();
        assertThat(Catalogue.argumentOf("harakiri")).isEqualTo(Argument.REQUIRED);
        assertThat(Catalogue.argumentOf("cheap")).isEqualTo(Argument.NONE);
        assertThat(Catalogue.argumentOf("log-date")).isEqualTo(Argument.OPTIONAL);
        assertThat(Catalogue.argumentOf("no-such-option")).isNull();
        assertThat(Catalogue.nameOf('t')).isEqualTo("harakiri");
        assertThat(Catalogue.nameOf('p')).isEqualTo("processes");
        assertThat(Catalogue.nameOf('%')).isNull();
    }

    @Test
    void everyOptionOfUwsgiHasOneMeaningHere() {
        assertThat(UwsgiOptions.names()).hasSize(1335).contains("harakiri", "stats", "log-format");
        assertThat(UwsgiOptions.groups().stream().flatMap(group -> group.options().stream()))
                .as("each stands under one subject")
                .hasSize(1335);
        for (OptionGroup group : UwsgiOptions.groups()) {
            for (Option<?> option : group.options()) {
                boolean hasOwnRow = ALL.stream().anyMatch(own -> own.isNamed(option.name()));
                assertThat(!hasOwnRow || option.status() == Status.NOT_YET)
                        .as("%s has a row in the catalogue, and another meaning in the table", option.name())
                        .isTrue();
            }
        }
    }

    @Test
    void whatBecomesOfEachIsSaidInASentence() {
        for (OptionGroup group : Catalogue.otherGroups()) {
            for (Option<?> option : group.options()) {
                assertThat(option.help())
                        .as(option.name())
                        .matches("\\p{Graph}+( \\p{Graph}+){2,}")
                        .doesNotEndWith(".");
                assertThat(option.status()).as(option.name()).isNotEqualTo(Status.EFFECTIVE);
            }
        }
    }

    @Test
    void optionsTellWhatBecomesOfThem() {
        assertThat(effect("thunder-lock")).isEqualTo("no effect: workers do not share a listening socket");
        assertThat(effect("php-docroot")).isEqualTo("refused: Merapi serves Python alone; serve PHP with PHP-FPM");
        assertThat(effect("php-ini")).as("what all of a subject come to").isEqualTo("no effect: there is no PHP here");
        assertThat(effect("emperor")).isEqualTo("not available yet");
        assertThat(effect("if-env")).startsWith("the lines up to endif count where");
        assertThat(effect("processes")).isEqualTo("number of worker processes");
    }

    private static String effect(String name) {
        return Objects.requireNonNull(Catalogue.find(name)).effect();
    }
}
