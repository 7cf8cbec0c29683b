package io.baton.master.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The word that an operator probably meant. */
public final class Suggestion {

    private Suggestion() {}

    /** The nearest of these words, or null if none is near: a third of its letters may differ. */
    public static @Nullable String of(String word, Collection<String> known) {
        String plain = plain(word);
        @Nullable String nearest = null;
        int best = Integer.MAX_VALUE;
        for (String candidate : known) {
            String other = plain(candidate);
            int distance = distance(plain, other);
            if (distance < best && distance <= Math.max(1, Math.min(plain.length(), other.length()) / 3)) {
                nearest = candidate;
                best = distance;
            }
        }
        return nearest;
    }

    /** {@code killTimeout}, {@code kill-timeout} and {@code KILL_TIMEOUT} are the same word. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
    }

    /** How many letters must be added, removed, changed or swapped with the next one. */
    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[to.length()];
    }
}
