// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.option.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What counts of a configuration, as an ini file that comes to the same: all files in one, everything put in that
 * values refer to, and above each setting where it was written.
 */
final class ConfigPage {
    /** They ask for the page; what it says is to be served. */
    private static final Set<String> OF_THE_SHOWING =
            Set.of(LoadingOptions.SHOW_CONFIG.name(), LoadingOptions.NO_SERVER.name());

    private static final Pattern WRITABLE = Pattern.compile("\\S(.*\\S)?|");

    private ConfigPage() {}

    static String text(Settings settings) {
        StringBuilder page = new StringBuilder(1024).append("; the configuration of Merapi\n[uwsgi]\n");
        List<Setting> all = settings.inOrder();
        Map<String, Integer> last = lastOfEach(all);
        for (int i = 0; i < all.size(); i++) {
            Setting setting = all.get(i);
            Option<?> option = Catalogue.find(setting.key());
            if (option == null || counts(option, last.getOrDefault(option.name(), i) == i)) {
                page.append("; ").append(setting.origin()).append('\n');
                page.append(line(setting, settings.isPlaceholder(setting.key())))
                        .append('\n');
            }
        }
        return page.append("; the end\n").toString();
    }

    /** The place of the last setting of each option. */
    private static Map<String, Integer> lastOfEach(List<Setting> all) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Option<?> option = Catalogue.find(all.get(i).key());
            if (option != null) {
                last.put(option.name(), i);
            }
        }
        return last;
    }

    private static boolean counts(Option<?> option, boolean isLast) {
        return option.status() != Status.LOADING
                && !OF_THE_SHOWING.contains(option.name())
                && (option.kind().isList() || isLast);
    }

    private static String line(Setting setting, boolean placeholder) {
        if (!WRITABLE.matcher(setting.value()).matches()) {
            return "; " + setting.key() + " has a value that no line of an ini file can hold";
        }
        boolean bare = setting.value().isEmpty() && !placeholder;
        String separator = placeholder ? "=" : " = ";
        String text = bare ? setting.key() : setting.key() + separator + setting.value();
        return (placeholder ? "set-ph = " : "") + text.replace("%", "%%");
    }
}
