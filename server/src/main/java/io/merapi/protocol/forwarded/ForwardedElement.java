// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Forwarded} (RFC 7239 section 4): what one proxy says about the request that it received.
 *
 * <pre>
 *   forwarded-element = [ pair ] *( ";" [ pair ] )
 *   pair              = token "=" ( token / quoted-string )
 * </pre>
 *
 * White space around the semicolons is not in the grammar, but in the wild, and skipped.
 *
 * @param client who sent it ({@code for}), null where that is not said
 * @param proto the scheme it came by, null where that is not said
 * @param host the Host it had, null where that is not said
 */
public record ForwardedElement(
        @Nullable String client,
        @Nullable String proto,
        @Nullable String host) {

    /** Reads an element; null where it is malformed. */
    public static @Nullable ForwardedElement parse(String text) {
        Map<String, String> pairs = HashMap.newHashMap(4);
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            String name = text.substring(at, equals).toLowerCase(Locale.ROOT);
            String value = value(text, equals + 1);
            int end = value == null ? -1 : nextPair(text, equals + 1 + value.length());
            // a parameter at most once (section 4)
            if (value == null || end < 0 || !isToken(name) || pairs.put(name, unquoted(value)) != null) {
                return null;
            }
            at = end;
        }
        return new ForwardedElement(pairs.get("for"), pairs.get("proto"), pairs.get("host"));
    }

    /** The token or the quoted string, with its quotes, that starts there; null where neither does. */
    private static @Nullable String value(String text, int start) {
        int end = start;
        if (start < text.length() && text.charAt(start) == '"') {
            end = start + 1;
            while (end < text.length() && text.charAt(end) != '"') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            end++;
        } else {
            while (end < text.length() && isTokenSign(text.charAt(end))) {
                end++;
            }
        }
        return end > text.length() || end == start ? null : text.substring(start, end);
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    /** Where the next pair starts after a semicolon, or the end; -1 where there is something else. */
    private static int nextPair(String text, int from) {
        int at = skipSpace(text, from);
        if (at == text.length()) {
            return at;
        }
        return text.charAt(at) == ';' ? skipSpace(text, at + 1) : -1;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(sign -> isTokenSign((char) sign));
    }

    /** RFC 9110 section 5.6.2; and what an address without its quotes holds, as some proxies write it. */
    private static boolean isTokenSign(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || "!#$%&'*+-.^_`|~:[]".indexOf(sign) >= 0;
    }
}
