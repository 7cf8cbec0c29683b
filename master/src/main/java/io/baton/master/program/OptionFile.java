package io.baton.master.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Options in a file that another option names: {@code @file} in {@code JDK_JAVA_OPTIONS}, and
 * {@code -XX:VMOptionsFile=file} anywhere (java(1), "java Command-Line Argument Files").
 */
final class OptionFile {

    private static final String ARGUMENTS = "@";
    private static final String VM_OPTIONS = "-XX:VMOptionsFile=";

    private OptionFile() {}

    /**
     * Whether an option is one that names a file.
     *
     * @param option without quotes
     */
    static boolean isNamedBy(String option) {
        // Two at signs stand for an option that begins with one.
        return option.startsWith(VM_OPTIONS) || (option.startsWith(ARGUMENTS) && !option.startsWith("@@"));
    }

    /** The options in the file, without quotes. None if it cannot be read: the JVM itself then says so. */
    static List<String> options(String option) {
        String file = option.substring(option.startsWith(ARGUMENTS) ? ARGUMENTS.length() : VM_OPTIONS.length());
        try {
            return words(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }

    /** Splits at blanks and ends of lines outside quotes. A backslash takes the next character as it is. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == '\\' && i + 1 < text.length()) {
                i++;
                if (text.charAt(i) != '\n') {
                    word.append(text.charAt(i));
                }
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (c == '#' && !begun) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
