// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flags that other options bring along by being given, whatever their value; a flag that is given itself counts as it
 * is. These are those of uWSGI's ({@code core/config.c}: {@code add_exported_option_do}) that come to something: what
 * else it switches on ({@code master}, {@code log-master}, {@code enable-threads}, the measuring of memory) is always
 * on here, or not there.
 */
final class Implications {
    private static final Map<Option<Boolean>, List<Option<?>>> IMPLIED_BY = Map.of(
            ProcessOptions.AUTO_PROCNAME,
            List.of(
                    ProcessOptions.PROCNAME,
                    ProcessOptions.PROCNAME_MASTER,
                    ProcessOptions.PROCNAME_PREFIX,
                    ProcessOptions.PROCNAME_PREFIX_SPACED,
                    ProcessOptions.PROCNAME_APPEND));

    private static final Map<String, Option<Boolean>> FLAGS = flags();

    private Implications() {}

    private static Map<String, Option<Boolean>> flags() {
        Map<String, Option<Boolean>> flags = new HashMap<>();
        IMPLIED_BY.forEach((flag, options) ->
                options.forEach(option -> option.names().forEach(name -> flags.put(name, flag))));
        return Map.copyOf(flags);
    }

    /** The settings with what they imply, each behind the first that implies it. */
    static List<Setting> with(List<Setting> settings) {
        if (settings.stream().noneMatch(setting -> FLAGS.containsKey(setting.key()))) {
            return settings;
        }
        List<Setting> all = new ArrayList<>();
        for (Setting setting : settings) {
            all.add(setting);
            Option<Boolean> flag = FLAGS.get(setting.key());
            if (flag != null && !isGiven(flag, settings) && !isGiven(flag, all)) {
                all.add(new Setting(flag.name(), "true", setting.origin().implied(setting.key())));
            }
        }
        return all;
    }

    private static boolean isGiven(Option<?> option, List<Setting> settings) {
        return settings.stream().anyMatch(setting -> option.isNamed(setting.key()));
    }
}
