// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.spelling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * uWSGI's {@code key=value,key=value}, in which a backslash takes the next character as it is ({@code core/utils.c}:
 * {@code uwsgi_kvlist_parse}).
 */
public final class KeyedList {
    private KeyedList() {}

    /** The values by key; what has no equals sign is left out, of several the last counts. */
    public static Map<String, String> read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String item : items(text)) {
            int sign = item.indexOf('=');
            if (sign >= 0) {
                values.put(item.substring(0, sign), item.substring(sign + 1));
            }
        }
        return values;
    }

    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
            } else if (!escaped && c == ',') {
                items.add(item.toString());
                item.setLength(0);
            } else {
                item.append(c);
                escaped = false;
            }
        }
        items.add(item.toString());
        return items;
    }
}
