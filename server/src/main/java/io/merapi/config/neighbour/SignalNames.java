// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.neighbour;

import java.util.Locale;
import java.util.Map;

/** Signals by name and number, as Linux has them on all common processors. */
final class SignalNames {
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("USR2", 12),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15),
            Map.entry("CONT", 18),
            Map.entry("STOP", 19),
            Map.entry("TSTP", 20),
            Map.entry("WINCH", 28));

    private SignalNames() {}

    /** Its number, written as a number or with or without SIG; -1 where there is none. */
    static int number(String text) {
        if (text.matches("\\d{1,3}")) {
            return Integer.parseInt(text);
        }
        String name = text.toUpperCase(Locale.ROOT);
        return NUMBERS.getOrDefault(name.startsWith("SIG") ? name.substring(3) : name, -1);
    }

    /** Its name without SIG, or empty. */
    static String name(int number) {
        return NUMBERS.entrySet().stream()
                .filter(each -> each.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
