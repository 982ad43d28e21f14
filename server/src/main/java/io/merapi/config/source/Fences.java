// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which options may be given: none of those of {@code blacklist} up to {@code end-blacklist}, only those of
 * {@code whitelist} up to {@code end-whitelist}. For files that others may write, included between the two.
 */
final class Fences {
    private final Problems problems;
    private @Nullable Setting blacklist;
    private @Nullable Setting whitelist;

    Fences(Problems problems) {
        this.problems = problems;
    }

    /** Whether a setting may stand where it stands; it is an error if not. Takes those that say so. */
    boolean admit(Setting setting) {
        switch (setting.key()) {
            case "end-blacklist" -> blacklist = null;
            case "end-whitelist" -> whitelist = null;
            default -> {
                boolean admitted = !forbids(blacklist, setting, true) && !forbids(whitelist, setting, false);
                if (admitted && setting.key().equals("blacklist")) {
                    blacklist = setting;
                } else if (admitted && setting.key().equals("whitelist")) {
                    whitelist = setting;
                }
                return admitted;
            }
        }
        return true;
    }

    private boolean forbids(@Nullable Setting fence, Setting setting, boolean names) {
        boolean forbidden = fence != null && names(fence).contains(setting.key().toLowerCase(Locale.ROOT)) == names;
        if (fence != null && forbidden) {
            problems.error(Problem.with(
                    setting,
                    "is forbidden by the " + fence.key() + " of " + fence.origin(),
                    "take it out, or behind end-" + fence.key()));
        }
        return forbidden;
    }

    private static Set<String> names(Setting fence) {
        return Set.copyOf(List.of(fence.value().toLowerCase(Locale.ROOT).split(" ", -1)));
    }
}
