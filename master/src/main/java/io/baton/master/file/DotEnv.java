package io.baton.master.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of variables, as {@code .env}: {@code NAME=value} in each line, {@code export} before it or not, comments after
 * {@code #}. A value in single quotes is taken as it is; in double quotes {@code \n}, {@code \t}, {@code \"} and
 * {@code \\} stand for a character. No variable is replaced in a value.
 */
final class DotEnv {

    private static final String EXPORT = "export ";

    private DotEnv() {}

    /** Reads the variables, and tells what is none. */
    static Map<String, EnvironmentPart.Variable> read(Path file, String shown, Problems problems) {
        Map<String, EnvironmentPart.Variable> variables = new LinkedHashMap<>();
        List<String> lines = FileText.read(file, shown).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(EXPORT)) {
                line = line.substring(EXPORT.length()).strip();
            }
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Place place = new Place(shown, i + 1, 1);
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (!EnvironmentPart.isName(name)) {
                // What stands there may be a secret, as the rest of a value.
                problems.error(place, "no variable (expected: NAME=value)");
                continue;
            }
            try {
                String value = value(line.substring(equals + 1).strip());
                variables.put(name, new EnvironmentPart.Variable(value, place));
            } catch (IllegalArgumentException e) {
                problems.error(place, name + ": a quoted value without an end (expected: all of it in one line)");
            }
        }
        return variables;
    }

    private static String value(String text) {
        char quote = text.isEmpty() ? ' ' : text.charAt(0);
        if (quote != '"' && quote != '\'') {
            int comment = text.indexOf(" #");
            return comment < 0 ? text : text.substring(0, comment).strip();
        }
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return value.toString();
            } else if (c == '\\' && quote == '"' && i + 1 < text.length()) {
                value.append(escaped(text.charAt(++i)));
            } else {
                value.append(c);
            }
        }
        throw new IllegalArgumentException("no end");
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '"', '\\', '$' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }
}
