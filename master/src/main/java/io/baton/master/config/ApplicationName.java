package io.baton.master.config;

import java.nio.file.Path;

/**
 * The name of an application. Commands take a name where they also take an id or {@code all}, so it is neither.
 */
record ApplicationName() implements Syntax<String> {

    /** The name of the built-in application. */
    static final String BUILT_IN = "baton";

    private static final int MOST_CHARACTERS = 64;
    private static final String EXPECTED =
            "1 to " + MOST_CHARACTERS + " letters, digits, dots, underscores or hyphens; neither all nor a number";
    private static final String ALL = "all";
    private static final String PREFIX = "app-";

    @Override
    public String parse(String text) {
        if (!isName(text)) {
            throw Syntax.misfit(text, EXPECTED);
        }
        return text;
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String label() {
        return "NAME";
    }

    @Override
    public void require(String name, String value) {
        if (!isName(value)) {
            throw Syntax.misfit(name + ": " + value, EXPECTED);
        }
    }

    /** The name of a file without its ending, made fit to be an application's. */
    static String of(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        StringBuilder fit = new StringBuilder();
        for (int i = 0; i < (dot > 0 ? dot : name.length()) && i < MOST_CHARACTERS - PREFIX.length(); i++) {
            fit.append(isNameCharacter(name.charAt(i)) ? name.charAt(i) : '-');
        }
        return isName(fit.toString()) ? fit.toString() : PREFIX + fit;
    }

    private static boolean isName(String text) {
        boolean number = true;
        for (int i = 0; i < text.length(); i++) {
            if (!isNameCharacter(text.charAt(i))) {
                return false;
            }
            number &= isDigit(text.charAt(i));
        }
        return !number && text.length() <= MOST_CHARACTERS && !text.equalsIgnoreCase(ALL);
    }

    static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '.' || c == '_' || c == '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
