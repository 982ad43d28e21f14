// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Setting;
import org.junit.jupiter.api.Test;

final class IniFileTest {

    private static Setting setting(int line, String key, String value) {
        return new Setting(key, value, new Origin("site.ini", line));
    }

    private static Section read(String text) {
        return IniFile.read(text, "site.ini", "uwsgi");
    }

    @Test
    void keysAndValuesAreSplitAtTheFirstEqualsSignAndTrimmed() {
        assertThat(read("[uwsgi]\n  env =  A=B = C \t\r\nhttp=:8000").settings())
                .containsExactly(setting(2, "env", "A=B = C"), setting(3, "http", ":8000"));
    }

    @Test
    void aKeyWithoutValueIsAFlag() {
        assertThat(read("[uwsgi]\nmaster\nvacuum =\n").settings())
                .containsExactly(setting(2, "master", ""), setting(3, "vacuum", ""));
    }

    @Test
    void onlyWholeLinesAreComments() {
        assertThat(read("[uwsgi]\n# a = b\n  ; c = d\nlogto = /x # y ; z\n").settings())
                .containsExactly(setting(4, "logto", "/x # y ; z"));
    }

    @Test
    void otherSectionsAreLeftAlone() {
        Section section = read("http = :1\n[other]\nhttp = :2\n[uwsgi]\nhttp = :3\n[more]\nhttp = :4");
        assertThat(section.settings()).containsExactly(setting(5, "http", ":3"));
        assertThat(section.found()).isTrue();
    }

    @Test
    void aSectionMayComeInPieces() {
        assertThat(read("[uwsgi]\na = 1\n[x]\nb = 2\n[uwsgi]\nc = 3").settings())
                .containsExactly(setting(2, "a", "1"), setting(6, "c", "3"));
    }

    @Test
    void aMissingSectionIsTold() {
        assertThat(read("[uwsgi2]\na = 1").found()).isFalse();
        assertThat(read("").found()).isFalse();
    }

    @Test
    void anEmptySectionIsFound() {
        assertThat(read("[uwsgi]").found()).isTrue();
    }

    @Test
    void aLoneBracketIsASectionWithoutName() {
        assertThat(IniFile.read("[\na = 1", "site.ini", "").settings()).containsExactly(setting(2, "a", "1"));
    }
}
