// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MagicVariablesTest {
    private static final Surroundings IN_SRV =
            new Surroundings(Path.of("/srv/sites/shop"), Map.of(), Path.of("/opt/merapi"), 4096);

    private final MagicVariables magic = MagicVariables.ofFile("conf/site.prod.ini", "web", IN_SRV, null);

    @ParameterizedTest(name = "%{0} is {1}")
    @CsvSource({
        "o,conf/site.prod.ini",
        "p,/srv/sites/shop/conf/site.prod.ini",
        "s,site.prod.ini",
        "d,/srv/sites/shop/conf/",
        "n,site.prod",
        "e,ini",
        "c,conf",
        "x,web",
        "0,srv",
        "2,shop",
        "4,''",
        "v,/srv/sites/shop",
        "D,/srv/sites/shop/conf/",
        "N,site.prod"
    })
    void partsOfTheFilesNameAreThoseOfUwsgi(String letter, String value) {
        assertThat(magic.replaceIn("<%" + letter + ">")).isEqualTo("<" + value + ">");
    }

    @Test
    void upperCaseLettersStandForTheFileReadFirst() {
        MagicVariables second = MagicVariables.ofFile("base.ini", "", IN_SRV, magic);
        assertThat(second.replaceIn("%n %N %x %X")).isEqualTo("base site.prod  web");
    }

    @Test
    void placeholdersAndPerCentSignsAreKeptForLater() {
        assertThat(magic.replaceIn("%(name) 100%% %%(ftime)")).isEqualTo("%(name) 100% %(ftime)");
    }

    @Test
    void theVersionIsThatOfTheUwsgiWhoseOptionsThereAre() {
        assertThat(magic.replaceIn("%V")).isEqualTo("2.0.30");
    }

    @Test
    void aLetterThatMeansNothingVanishes() {
        assertThat(magic.replaceIn("a%yb")).isEqualTo("ab");
    }

    @Test
    void aPerCentSignAtTheEndOfALineOrTextStays() {
        assertThat(magic.replaceIn("a = 5%\nb = 6%\r\n7%")).isEqualTo("a = 5%\nb = 6%\r\n7%");
    }

    @Test
    void theMachineAndTheProcessAreDescribed() throws IOException {
        assertThat(magic.replaceIn("%k"))
                .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
        assertThat(magic.replaceIn("%h")).isNotEmpty();
        assertThat(magic.replaceIn("%t")).matches("\\d{10,}");
        assertThat(magic.replaceIn("%T")).matches("\\d{16,}");
        assertThat(magic.replaceIn("%u"))
                .isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString());
        assertThat(magic.replaceIn("%U")).isEqualTo(System.getProperty("user.name"));
        assertThat(magic.replaceIn("%g")).matches("\\d+");
        assertThat(magic.replaceIn("%G")).isNotEmpty();
        assertThat(magic.replaceIn("%[")).isEqualTo("\033");
    }

    @Test
    void theInodeAndTheHashIdentifyTheFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.ini"), "");
        Surroundings surroundings = new Surroundings(directory, Map.of(), directory, 1);
        MagicVariables of = MagicVariables.ofFile("a.ini", "", surroundings, null);
        assertThat(of.replaceIn("%i"))
                .isEqualTo(Files.getAttribute(file, "unix:ino").toString());
        assertThat(of.replaceIn("%j")).matches("[0-9A-F]{8}");
        assertThat(MagicVariables.ofFile("gone.ini", "", surroundings, null).replaceIn("%i"))
                .isEmpty();
    }
}
