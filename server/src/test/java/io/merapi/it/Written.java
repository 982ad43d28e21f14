// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where options are written. */
enum Written {
    ON_THE_COMMAND_LINE {
        @Override
        List<String> arguments(Path directory, List<String> settings) {
            List<String> arguments = new ArrayList<>();
            for (String setting : settings) {
                arguments.add(
                        "--" + (setting.endsWith("=true") ? setting.substring(0, setting.length() - 5) : setting));
            }
            return arguments;
        }
    },
    IN_AN_INI {
        @Override
        List<String> arguments(Path directory, List<String> settings) throws IOException {
            StringBuilder ini = new StringBuilder("[uwsgi]\n");
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                ini.append(setting, 0, equals).append(" = ").append(setting, equals + 1, setting.length());
                ini.append('\n');
            }
            Files.writeString(directory.resolve("site.ini"), ini);
            return List.of("site.ini");
        }
    };

    /**
     * The command's arguments.
     *
     * @param directory where it is called
     * @param settings {@code name=value} each, flags with the value true
     */
    abstract List<String> arguments(Path directory, List<String> settings) throws IOException;

    /** The command with these settings and no others. */
    MerapiServer.Call call(Path directory, List<String> settings) throws IOException {
        List<String> line = new ArrayList<>(List.of(MerapiServer.MERAPI.toString()));
        line.addAll(arguments(directory, settings));
        return MerapiServer.Call.exactly(line.toArray(new String[0])).in(directory);
    }
}
