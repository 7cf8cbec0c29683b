package io.baton.master.exposition;

/** Labels as {@code a="b",c="d"}, with escapes in the values. */
final class LabelText {

    private static final String EXPORTED = "exported_";

    private LabelText() {}

    /** With one more label. A label of that name gets another, as under Prometheus. */
    static String with(String labels, String name, String value) {
        String others = renamed(labels, name);
        return name + "=\"" + escaped(value) + '"' + (others.isEmpty() ? "" : "," + others);
    }

    private static String renamed(String labels, String name) {
        int at = place(labels, name);
        if (at < 0) {
            return labels;
        }
        String other = EXPORTED + name;
        while (place(labels, other) >= 0) {
            other = EXPORTED + other;
        }
        return labels.substring(0, at) + other + labels.substring(at + name.length());
    }

    /** Where the label of this name begins; negative if there is none. */
    private static int place(String labels, String name) {
        int at = 0;
        while (at < labels.length()) {
            if (labels.startsWith(name + "=\"", at)) {
                return at;
            }
            at = labels.indexOf('"', at) + 1;
            while (labels.charAt(at) != '"') {
                at += labels.charAt(at) == '\\' ? 2 : 1;
            }
            // The quote and the comma.
            at += 2;
        }
        return -1;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
