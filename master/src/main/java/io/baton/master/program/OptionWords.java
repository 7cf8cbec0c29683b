package io.baton.master.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The options in an environment variable for a JVM or for Node, each as it stands there, quotes included. A JVM takes text in
 * single or double quotes as it is (java(1), JDK_JAVA_OPTIONS); Node knows double quotes, and a backslash within them.
 */
final class OptionWords {

    private OptionWords() {}

    /** The words of a value, in order. */
    static List<String> of(String value, boolean forNode) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                addIfAny(words, word);
            } else {
                word.append(c);
                if (forNode && quote != 0 && c == '\\' && i + 1 < value.length()) {
                    word.append(value.charAt(++i));
                } else if (quote == 0 && (c == '"' || (c == '\'' && !forNode))) {
                    quote = c;
                } else if (c == quote) {
                    quote = 0;
                }
            }
        }
        addIfAny(words, word);
        return words;
    }

    /** A word as the program sees it, without quotes. */
    static String unquoted(String word) {
        return word.replace("\"", "").replace("'", "");
    }

    private static void addIfAny(List<String> words, StringBuilder word) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
