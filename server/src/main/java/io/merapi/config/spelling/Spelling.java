// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.spelling;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a misspelt name was meant to be: the name at the smallest distance, counted in letters to insert, delete,
 * replace or swap with their neighbour (optimal string alignment).
 */
public final class Spelling {
    private static final int LETTERS_PER_SLIP = 4;

    private Spelling() {}

    /** The nearest of the names, or null where none is near: one slip for every four letters, at least one. */
    public static @Nullable String nearest(String word, Collection<String> names) {
        int most = Math.max(1, word.length() / LETTERS_PER_SLIP);
        String normal = word.replace('_', '-');
        return names.stream()
                .filter(name -> Math.abs(name.length() - normal.length()) <= most)
                .map(name -> new Candidate(name, distance(normal, name)))
                .filter(candidate -> candidate.distance <= most)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name)
                .orElse(null);
    }

    /** The shortest of the names that begin with an abbreviation, or null. */
    public static @Nullable String shortestBeginningWith(String word, Collection<String> names) {
        return names.stream()
                .filter(name -> word.length() > 1 && name.startsWith(word))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    private record Candidate(String name, int distance) {}

    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                cost[i][j] = cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
