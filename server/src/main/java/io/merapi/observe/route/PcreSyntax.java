// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a regular expression of PCRE in the letters of {@link Pattern}. They differ in this: a brace that begins no
 * count stands for itself (pcrepattern(3), "Repetition"); within brackets an opening bracket and {@code &&} stand for
 * themselves, a closing one does where it comes first, and {@code [:alpha:]} is a class; a group is also named by
 * {@code (?P<name>}, and referred to by {@code (?P=name)}.
 */
final class PcreSyntax {
    private static final Pattern COUNT = Pattern.compile("\\{\\d+(,\\d*)?}");
    private static final Pattern NAMED_CLASS = Pattern.compile("\\[:(\\^?)([a-z]+):]");
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "Alnum"),
            Map.entry("alpha", "Alpha"),
            Map.entry("ascii", "ASCII"),
            Map.entry("blank", "Blank"),
            Map.entry("cntrl", "Cntrl"),
            Map.entry("digit", "Digit"),
            Map.entry("graph", "Graph"),
            Map.entry("lower", "Lower"),
            Map.entry("print", "Print"),
            Map.entry("punct", "Punct"),
            Map.entry("space", "Space"),
            Map.entry("upper", "Upper"),
            Map.entry("xdigit", "XDigit"));

    private final String pcre;
    private final StringBuilder java = new StringBuilder();
    private int at;

    private PcreSyntax(String pcre) {
        this.pcre = pcre;
    }

    static String toJava(String pcre) {
        PcreSyntax syntax = new PcreSyntax(pcre);
        while (syntax.at < pcre.length()) {
            syntax.next();
        }
        return syntax.java.toString();
    }

    private void next() {
        char c = pcre.charAt(at);
        switch (c) {
            case '\\' -> escaped();
            case '[' -> bracketed();
            case '{' -> brace();
            case '}' -> {
                java.append("\\}");
                at++;
            }
            case '(' -> group();
            default -> {
                java.append(c);
                at++;
            }
        }
    }

    /** A backslash and what it goes with; quoted text as a whole. */
    private void escaped() {
        int end = Math.min(at + 2, pcre.length());
        if (pcre.startsWith("\\Q", at)) {
            int close = pcre.indexOf("\\E", at);
            end = close < 0 ? pcre.length() : close + 2;
        } else if (end < pcre.length() && pcre.charAt(end) == '{' && "pPxkogN".indexOf(pcre.charAt(end - 1)) >= 0) {
            int close = pcre.indexOf('}', end);
            end = close < 0 ? end : close + 1;
        }
        java.append(pcre, at, end);
        at = end;
    }

    private void brace() {
        Matcher count = COUNT.matcher(pcre).region(at, pcre.length());
        if (count.lookingAt() && !java.isEmpty()) {
            java.append(count.group());
            at = count.end();
        } else {
            java.append("\\{");
            at++;
        }
    }

    private void group() {
        if (pcre.startsWith("(?P<", at)) {
            java.append("(?<");
            at += "(?P<".length();
        } else if (pcre.startsWith("(?P=", at) && pcre.indexOf(')', at) >= 0) {
            int close = pcre.indexOf(')', at);
            java.append("\\k<").append(pcre, at + "(?P=".length(), close).append('>');
            at = close + 1;
        } else {
            java.append('(');
            at++;
        }
    }

    private void bracketed() {
        java.append('[');
        at++;
        if (at < pcre.length() && pcre.charAt(at) == '^') {
            java.append('^');
            at++;
        }
        if (at < pcre.length() && pcre.charAt(at) == ']') {
            java.append("\\]");
            at++;
        }
        while (at < pcre.length() && pcre.charAt(at) != ']') {
            member();
        }
    }

    private void member() {
        Matcher named = NAMED_CLASS.matcher(pcre).region(at, pcre.length());
        char c = pcre.charAt(at);
        if (named.lookingAt() && CLASSES.containsKey(named.group(2))) {
            java.append(named.group(1).isEmpty() ? "\\p{" : "\\P{")
                    .append(CLASSES.get(named.group(2)))
                    .append('}');
            at = named.end();
        } else if (c == '\\') {
            escaped();
        } else {
            if (c == '[' || c == '&') {
                java.append('\\');
            }
            java.append(c);
            at++;
        }
    }
}
