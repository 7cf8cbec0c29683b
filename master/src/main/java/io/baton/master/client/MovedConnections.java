package io.baton.master.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of a listener that workers gave back.
 *
 * @param returned all of them; 0 too if the daemon does not tell
 * @param leaving those that another worker has because theirs left
 * @param byHand those that another worker has because the operator wanted it
 * @param rebalance those that another worker has because it had joined
 * @param closed those that no worker took in time
 */
public record MovedConnections(long returned, long leaving, long byHand, long rebalance, long closed) {

    static MovedConnections of(Fields listener) {
        Fields moved = listener.object("moved");
        return moved == null
                ? new MovedConnections(0, 0, 0, 0, 0)
                : new MovedConnections(
                        moved.number("returned", 0),
                        moved.number("leaving", 0),
                        moved.number("byHand", 0),
                        moved.number("rebalance", 0),
                        moved.number("closed", 0));
    }

    /** Those that another worker has. */
    public long moved() {
        return leaving + byHand + rebalance;
    }

    /** As {@code 12 (leaving 10, by hand 2), closed 1}. */
    public String inWords() {
        StringBuilder reasons = new StringBuilder();
        add(reasons, "leaving", leaving);
        add(reasons, "by hand", byHand);
        add(reasons, "rebalance", rebalance);
        return moved()
                + (reasons.length() == 0 ? "" : " (" + reasons + ")")
                + (closed == 0 ? "" : ", closed " + closed);
    }

    /** For programs. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("returned", returned);
        json.put("leaving", leaving);
        json.put("by_hand", byHand);
        json.put("rebalance", rebalance);
        json.put("closed", closed);
        return json;
    }

    private static void add(StringBuilder reasons, String name, long count) {
        if (count > 0) {
            reasons.append(reasons.length() == 0 ? "" : ", ")
                    .append(name)
                    .append(' ')
                    .append(count);
        }
    }
}
