// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The sockets that a service manager has opened before it started the server, as sd_listen_fds(3) tells of them:
 * descriptors from 3 on.
 *
 * @param names one for each; empty where it has none
 */
record HandedOver(List<String> names) {
    private static final int FIRST = 3;

    /** Those for this process; variables that are for another have been left over on the way. */
    static HandedOver of(Map<String, String> environment, long pid) {
        int count = number(environment.getOrDefault("LISTEN_FDS", ""));
        if (count <= 0 || number(environment.getOrDefault("LISTEN_PID", "")) != pid) {
            return new HandedOver(List.of());
        }
        String[] written = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
        String[] names = Arrays.copyOf(written, count);
        return new HandedOver(
                Arrays.stream(names).map(name -> name == null ? "" : name).toList());
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    List<Integer> descriptors() {
        return IntStream.range(FIRST, FIRST + names.size()).boxed().toList();
    }

    /** The descriptor of that name, or -1. */
    int descriptorOf(String name) {
        int at = names.indexOf(name);
        return at < 0 ? -1 : FIRST + at;
    }
}
