package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of a few words, each a constant of an enum, in capitals or not.
 *
 * @param values in the order in which an operator reads them
 */
record Choice<E extends Enum<E>>(List<E> values) implements Syntax<E> {

    @Override
    public E parse(String text) {
        String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
        for (E value : values) {
            if (show(value).equals(word)) {
                return value;
            }
        }
        throw Syntax.misfit(text, expected());
    }

    @Override
    public String show(E value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String label() {
        return joined("|");
    }

    @Override
    public Map<String, Object> schema() {
        List<String> words = new ArrayList<>();
        for (E value : values) {
            words.add(show(value));
        }
        return Map.of("enum", words);
    }

    @Override
    public String expected() {
        return values.size() == 2 ? joined(" or ") : "one of " + joined(", ");
    }

    private String joined(String separator) {
        StringBuilder text = new StringBuilder();
        for (E value : values) {
            text.append(text.length() == 0 ? "" : separator).append(show(value));
        }
        return text.toString();
    }
}
