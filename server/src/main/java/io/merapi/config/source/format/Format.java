// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import io.merapi.config.option.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A syntax of configurations. Each parser's classes are loaded when a file asks for it, so that an ini file pays for
 * none of them.
 */
public enum Format {
    INI,
    YAML,
    JSON,
    XML;

    private static final String USUAL_SECTION = "uwsgi";

    /** The syntax that a file's name tells, or null. */
    public static @Nullable Format ofName(String name) {
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot)) {
            case ".ini" -> INI;
            case ".yaml", ".yml" -> YAML;
            case ".json", ".js" -> JSON;
            case ".xml" -> XML;
            default -> null;
        };
    }

    /**
     * Reads a section.
     *
     * @param text the file's content, magic variables already replaced
     * @param file its name, for origins
     * @param section its name, or empty for the usual one
     * @param problems hears of what is left out
     */
    public Section read(String text, String file, String section, Problems problems) throws MalformedException {
        String named = section.isEmpty() ? USUAL_SECTION : section;
        return switch (this) {
            case INI -> IniFile.read(text, file, named);
            case YAML -> YamlFile.read(text, file, named, problems);
            case JSON -> JsonFile.read(text, file, named, problems);
            case XML -> XmlFile.read(text, file, section);
        };
    }
}
