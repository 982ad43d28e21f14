// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line by getopt's rules: {@code --name value}, {@code --name=value}, {@code -XPOST}, {@code -iv},
 * {@code --}.
 *
 * @param flags each flag that is given with its values in order, "" for one that takes none
 * @param urls what is no flag
 */
record Arguments(Map<Flag, List<String>> flags, List<String> urls) {

    static Arguments read(List<String> words) throws CallException {
        Reader reader = new Reader(words);
        while (reader.at < words.size()) {
            reader.word(words.get(reader.at++));
        }
        return new Arguments(reader.flags, reader.urls);
    }

    boolean has(Flag flag) {
        return flags.containsKey(flag);
    }

    /** In the order given; none where it is not. */
    List<String> all(Flag flag) {
        return flags.getOrDefault(flag, List.of());
    }

    /** The last one counts. */
    String last(Flag flag, String otherwise) {
        return has(flag) ? all(flag).getLast() : otherwise;
    }

    int number(Flag flag, int otherwise, int most) throws CallException {
        String text = last(flag, Integer.toString(otherwise));
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new CallException(
                Exit.USAGE, flag.option() + ": '" + text + "' is not a number from 0 to " + most + "; write one");
    }

    private static final class Reader {
        private final List<String> words;
        private final Map<Flag, List<String>> flags = new EnumMap<>(Flag.class);
        private final List<String> urls = new ArrayList<>();
        private int at;
        private boolean onlyUrls;

        Reader(List<String> words) {
            this.words = words;
        }

        void word(String word) throws CallException {
            if (onlyUrls || !word.startsWith("-") || word.equals("-")) {
                urls.add(word);
            } else if (word.equals("--")) {
                onlyUrls = true;
            } else if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                put(Flag.of(name), name, equals < 0 ? null : word.substring(equals + 1));
            } else {
                letters(word);
            }
        }

        private void letters(String word) throws CallException {
            for (int i = 1; i < word.length(); i++) {
                Flag flag = Flag.of(word.charAt(i));
                boolean attached = flag != null && flag.takesValue() && i + 1 < word.length();
                put(flag, "-" + word.charAt(i), attached ? word.substring(i + 1) : null);
                if (attached) {
                    return;
                }
            }
        }

        private void put(@Nullable Flag flag, String name, @Nullable String attached) throws CallException {
            if (flag == null) {
                throw new CallException(
                        Exit.USAGE, name + ": there is no such option; merapi request --help lists them");
            }
            String value = attached;
            if (!flag.takesValue() && value != null) {
                throw new CallException(Exit.USAGE, name + ": takes no value; leave out '" + value + "'");
            }
            if (flag.takesValue() && value == null) {
                if (at == words.size()) {
                    throw new CallException(Exit.USAGE, name + ": needs a value after it");
                }
                value = words.get(at++);
            }
            flags.computeIfAbsent(flag, any -> new ArrayList<>()).add(value == null ? "" : value);
        }
    }
}
