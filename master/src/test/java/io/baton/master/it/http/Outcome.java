package io.baton.master.it.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a server makes of a client's bytes.
 *
 * @param statuses of its answers, in order
 * @param then what becomes of the connection
 */
record Outcome(List<Integer> statuses, Then then) {

    /** What becomes of the connection. */
    enum Then {
        /** The server closes it. */
        CLOSE,
        /** The next request on it is answered 200. */
        OPEN,
        /** The server waits for the rest of something, and takes the next request for it. */
        WAIT
    }

    Outcome {
        statuses = List.copyOf(statuses);
    }

    /** As in {@code 200 open}, {@code 49x200 400 close}, {@code wait}. */
    static Outcome of(String text) {
        List<String> words = Arrays.asList(text.trim().split(" +", -1));
        List<Integer> statuses = new ArrayList<>();
        for (String word : words.subList(0, words.size() - 1)) {
            int times = word.indexOf('x');
            int count = times < 0 ? 1 : Integer.parseInt(word.substring(0, times));
            statuses.addAll(Collections.nCopies(count, Integer.valueOf(word.substring(times + 1))));
        }
        return new Outcome(statuses, Then.valueOf(words.get(words.size() - 1).toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < statuses.size(); ) {
            int to = from;
            while (to < statuses.size() && statuses.get(to).equals(statuses.get(from))) {
                to++;
            }
            text.append(to - from > 1 ? (to - from) + "x" : "")
                    .append(statuses.get(from))
                    .append(' ');
            from = to;
        }
        return text.append(then.name().toLowerCase(Locale.ROOT)).toString();
    }
}
