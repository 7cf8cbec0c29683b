package io.baton.master.config;

/**
 * Any text.
 *
 * @param label for the help
 */
record Text(String label) implements Syntax<String> {

    @Override
    public String parse(String text) {
        return text;
    }

    @Override
    public String show(String value) {
        return value;
    }
}
