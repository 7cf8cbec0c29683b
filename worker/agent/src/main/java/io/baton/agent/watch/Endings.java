package io.baton.agent.watch;

import java.util.ArrayList;
import java.util.List;

/** Counts the connections that ended with the worker, by the reason why they could not move. Owned by one thread. */
public final class Endings {

    private final List<String> reasons = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    private int count;

    Endings() {}

    void add(String reason) {
        String known = reason.isEmpty() ? "idle" : reason;
        int at = reasons.indexOf(known);
        if (at < 0) {
            reasons.add(known);
            numbers.add(1);
        } else {
            numbers.set(at, numbers.get(at) + 1);
        }
        count++;
    }

    /** How many these are. */
    public int count() {
        return count;
    }

    /** All of them: {@code 3 ended: 1 (TLS), 2 (HTTP/2)}. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder().append(count).append(" ended");
        for (int i = 0; i < reasons.size(); i++) {
            words.append(i == 0 ? ": " : ", ").append(numbers.get(i));
            words.append(" (").append(reasons.get(i)).append(')');
        }
        return words.toString();
    }
}
