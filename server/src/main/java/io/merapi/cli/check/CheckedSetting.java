// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import java.util.List;

/**
 * A setting and what it will do.
 *
 * @param text in words; empty where there is nothing to say
 */
record CheckedSetting(Setting setting, Meaning meaning, String text) {

    static CheckedSetting of(Setting setting, Settings settings) {
        Option<?> option = Catalogue.find(setting.key());
        if (option == null) {
            return settings.isPlaceholder(setting.key())
                    ? new CheckedSetting(setting, Meaning.PLACEHOLDER, "a placeholder, which stands for its value")
                    : new CheckedSetting(setting, Meaning.UNKNOWN, "");
        }
        List<Setting> all = settings.settings(option);
        boolean counts =
                option.kind().isList() || all.isEmpty() || all.getLast().equals(setting);
        Meaning meaning = switch (option.status()) {
            case EFFECTIVE -> counts ? Meaning.EFFECTIVE : Meaning.OVERRIDDEN;
            case LOADING -> Meaning.LOADING;
            case NO_EFFECT -> Meaning.NO_EFFECT;
            case NOT_YET -> Meaning.NOT_YET;
            case REFUSED -> Meaning.REFUSED;
        };
        String implier = setting.origin().implier();
        String effect = implier.isEmpty() ? option.effect() : "implied by " + implier + ": " + option.effect();
        String text =
                meaning == Meaning.OVERRIDDEN ? "overridden by " + all.getLast().origin() : effect;
        return new CheckedSetting(setting, meaning, text);
    }
}
