// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Setting;
import java.util.ArrayList;
import java.util.List;

/**
 * uWSGI's ini dialect ({@code core/ini.c}): a line is a section, a comment (first character {@code ;} or {@code #}), or
 * {@code key = value}, split at the first {@code =}. There are no inline comments, no quotes and no continued lines. A
 * key without a value is a flag.
 */
final class IniFile {
    private static final String BLANKS = " \t\r";

    private IniFile() {}

    /**
     * Reads a section.
     *
     * @param text the file's content, magic variables already replaced
     * @param file its name, for origins
     */
    static Section read(String text, String file, String section) {
        List<Setting> settings = new ArrayList<>();
        String current = "";
        boolean found = false;
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = strip(raw);
            if (line.startsWith("[")) {
                current = line.substring(1, Math.max(1, line.length() - 1));
                found |= current.equals(section);
            } else if (!line.isEmpty() && !isComment(line) && current.equals(section)) {
                settings.add(setting(line, new Origin(file, number)));
            }
        }
        return new Section(settings, found);
    }

    private static boolean isComment(String line) {
        return line.charAt(0) == ';' || line.charAt(0) == '#';
    }

    private static Setting setting(String line, Origin origin) {
        int equals = line.indexOf('=');
        return equals < 0
                ? new Setting(line, "", origin)
                : new Setting(strip(line.substring(0, equals)), strip(line.substring(equals + 1)), origin);
    }

    private static String strip(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && BLANKS.indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && BLANKS.indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return line.substring(start, end);
    }
}
