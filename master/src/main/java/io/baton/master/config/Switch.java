package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Yes or no in two words, in capitals or not.
 *
 * @param first in the order in which an operator reads them
 * @param second the other word
 * @param yes which of the two means yes
 */
record Switch(String first, String second, String yes) implements Syntax<Boolean> {

    /** The usual words. */
    static final Switch ON_OFF = new Switch("on", "off", "on");

    @Override
    public Boolean parse(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals(first) || word.equals(second)) {
            return word.equals(yes);
        }
        throw Syntax.misfit(text, expected());
    }

    @Override
    public String show(Boolean value) {
        return value == first.equals(yes) ? first : second;
    }

    @Override
    public String expected() {
        return first + " or " + second;
    }

    /** In a file, true and false are on and off. */
    @Override
    public Map<String, Object> schema() {
        List<Object> words = new ArrayList<>(List.of(first, second));
        for (String word : List.of(first, second)) {
            if (word.equals("on") || word.equals("off")) {
                words.add(word.equals("on"));
            }
        }
        return Map.of("enum", words);
    }

    @Override
    public String label() {
        return first + "|" + second;
    }
}
