package io.baton.master.cli;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant. */
public final class Nearest {

    private static final int MOST_SLIPS = 2;

    private Nearest() {}

    /** A question for the end of a message, as {@code  (did you mean list?)}; empty if no word is near. */
    public static String hint(String word, Collection<String> known) {
        @Nullable String nearest = null;
        int fewest = Math.min(MOST_SLIPS, word.length() / 2) + 1;
        for (String candidate : known) {
            int slips = slips(word, candidate);
            if (slips < fewest) {
                fewest = slips;
                nearest = candidate;
            }
        }
        return nearest == null ? "" : " (did you mean " + nearest + "?)";
    }

    /** Letters to add, leave out, change or swap with their neighbour (Damerau). */
    static int slips(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
                least = Math.min(least, distance[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, distance[i - 2][j - 2] + 1);
                }
                distance[i][j] = least;
            }
        }
        return distance[a.length()][b.length()];
    }
}
