// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** uWSGI's {@code uwsgi_kvlist_parse}. */
final class KeyedListTest {

    @Test
    void isCutAtCommasAndAtTheFirstEqualsSign() {
        assertThat(KeyedList.read("cmd=a b=c,freq=3")).isEqualTo(Map.of("cmd", "a b=c", "freq", "3"));
        assertThat(KeyedList.read("")).isEmpty();
    }

    @Test
    void aBackslashTakesTheNextCharacterAsItIs() {
        assertThat(KeyedList.read("cmd=a\\,b\\\\c,uid=1")).isEqualTo(Map.of("cmd", "a,b\\c", "uid", "1"));
    }

    @Test
    void whatHasNoValueIsLeftOutAndTheLastOneCounts() {
        assertThat(KeyedList.read("cmd=a,control,cmd=b,")).isEqualTo(Map.of("cmd", "b"));
        assertThat(KeyedList.read("stdin=")).isEqualTo(Map.of("stdin", ""));
    }
}
