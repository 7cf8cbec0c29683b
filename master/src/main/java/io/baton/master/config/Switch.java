package io.baton.master.config;

import java.util.Locale;

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
        throw Syntax.misfit(text, first + " or " + second);
    }

    @Override
    public String show(Boolean value) {
        return value == first.equals(yes) ? first : second;
    }

    @Override
    public String label() {
        return first + "|" + second;
    }
}
