// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImplicationsTest {
    private static final Origin PLACE = new Origin("site.ini", 3);

    private static Setting setting(String key, String value) {
        return new Setting(key, value, PLACE);
    }

    @Test
    void anOptionBringsAlongWhatItImpliesOnceAndAtItsPlace() {
        List<Setting> all = Implications.with(
                List.of(setting("threads", "2"), setting("procname-append", "!"), setting("procname", "")));
        assertThat(all)
                .extracting(Setting::key)
                .containsExactly("threads", "procname-append", "auto-procname", "procname");
        assertThat(all.get(2).value()).isEqualTo("true");
        assertThat(all.get(2).origin()).hasToString("site.ini:3, implied by procname-append");
    }

    @Test
    void whatIsGivenIsNotImplied() {
        List<Setting> given = List.of(setting("procname", "shop"), setting("auto-procname", "no"));
        assertThat(Implications.with(given)).isEqualTo(given);
    }
}
