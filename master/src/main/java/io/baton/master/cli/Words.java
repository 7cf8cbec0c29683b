package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.util.ArrayList;
import java.util.List;

/** Several arguments in one text, as a shell reads them: at blanks, but not within quotes or behind a backslash. */
final class Words {

    private static final char NONE = 0;

    private Words() {}

    /**
     * The words, without their quotes.
     *
     * @param name of the option, for the operator
     * @throws ConfigException if a quote has no end
     */
    static List<String> of(String name, String text) {
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
            throw new ConfigException(name + ": " + text + " (expected: an end of the quoted text)");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
