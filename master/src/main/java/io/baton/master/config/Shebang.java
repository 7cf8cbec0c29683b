package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The first line of a script, {@code #!/usr/bin/env -S node --no-warnings}.
 *
 * @param interpreter as the line names it: a path, or a name if env(1) looks for it in {@code PATH}; {@code ""} if it names
 *     none
 * @param arguments of the interpreter
 */
public record Shebang(String interpreter, List<String> arguments) {

    private static final String MARK = "#!";
    private static final String ENV = "env";

    public Shebang {
        arguments = List.copyOf(arguments);
    }

    /** Whether a text begins with such a line. */
    public static boolean begins(String text) {
        return text.startsWith(MARK);
    }

    /** Reads the first line of a text that {@link #begins} with one. */
    public static Shebang of(String text) {
        List<String> words = new ArrayList<>();
        String firstLine = text.lines().findFirst().orElse(MARK);
        for (String word : firstLine.substring(MARK.length()).split("\\s+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        if (!words.isEmpty() && nameOf(words.get(0)).equals(ENV)) {
            words.remove(0);
            // Options of env(1), and variables that it sets.
            while (!words.isEmpty()
                    && (words.get(0).startsWith("-") || words.get(0).contains("="))) {
                words.remove(0);
            }
        }
        return words.isEmpty() ? new Shebang("", List.of()) : new Shebang(words.get(0), words.subList(1, words.size()));
    }

    /** The interpreter's name without its directory. */
    public String name() {
        return nameOf(interpreter);
    }

    /** Whether it is a runtime for JavaScript, or a program that starts one. */
    public boolean isForJavaScript() {
        String name = name();
        return name.matches("(node|nodejs|bun|deno|tsx|ts-node|ts-node-esm)[-.0-9]*");
    }

    /** Whether it is Node itself. */
    public boolean isNode() {
        return name().matches("(node|nodejs)[-.0-9]*");
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
