// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What commands are called in the log: by their program, with a number where several have the same. */
final class Labels {
    /** They stand before the program. */
    private static final Set<String> PREFIXES = Set.of("exec", "env", "nice", "-n", "nohup", "sh", "-c");

    private Labels() {}

    /** One for each command, in their order. */
    static List<String> of(List<String> commands) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> labels = new ArrayList<>();
        for (String command : commands) {
            String program = program(command);
            int count = seen.merge(program, 1, Integer::sum);
            labels.add(count == 1 ? program : program + " " + count);
        }
        return labels;
    }

    private static String program(String command) {
        String word = Arrays.stream(command.strip().split("\\s+", -1))
                .filter(each -> !each.contains("=") && !PREFIXES.contains(each) && !each.matches("-?\\d+"))
                .findFirst()
                .orElse(command);
        Path name = Path.of(word.replace("\0", "")).getFileName();
        return name == null ? word : name.toString();
    }
}
