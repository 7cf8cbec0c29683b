package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Several words in one text, as a shell reads them: divided by blanks, except within quotes and after a backslash. A key may
 * be given several times and has the words of all its texts.
 *
 * @param label for the help
 */
public record Words(String label) implements Syntax<List<String>> {

    private static final char NONE = 0;

    @Override
    public List<String> parse(String text) {
        return split(text);
    }

    /**
     * The words of a text.
     *
     * @throws ConfigException if a quote has no end
     */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = NONE;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                begun = true;
            } else if (quote != NONE) {
                if (c == quote) {
                    quote = NONE;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (quote != NONE) {
            throw Syntax.misfit(text, "an end of the quoted text");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    @Override
    public String show(List<String> value) {
        StringBuilder text = new StringBuilder();
        for (String word : value) {
            text.append(text.length() == 0 ? "" : " ").append(element(word));
        }
        return text.toString();
    }

    /** A word in quotes, if it could be read otherwise. */
    @Override
    public String element(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            plain &= !Character.isWhitespace(c) && c != '"' && c != '\'' && c != '\\';
        }
        return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String expected() {
        return "a text, or a list of texts";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> one = Map.of("type", List.of("string", "number"));
        return Map.of("anyOf", List.of(one, Map.of("type", "array", "items", one)));
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
