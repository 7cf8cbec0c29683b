package io.baton.master.it.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of cases in {@code http-cases.txt}; its first lines say how it is read. */
final class HttpCases {

    private static final Pattern REPETITION = Pattern.compile("\\{([^{}]+)\\*([0-9]+)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})|\\\\([rnt0\\\\])");
    private static final int COLUMNS = 5;

    private HttpCases() {}

    static List<HttpCase> all() {
        try (InputStream in = HttpCases.class.getResourceAsStream("http-cases.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<HttpCase> parse(String table) {
        List<HttpCase> cases = new ArrayList<>();
        String section = "";
        for (String line : table.split("\n", -1)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.indexOf(']'));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                cases.add(parse(section, line));
            }
        }
        return cases;
    }

    private static HttpCase parse(String section, String line) {
        String[] columns = line.split(" *\\| ?", COLUMNS);
        if (columns.length < COLUMNS) {
            throw new AssertionError("a case of " + columns.length + " columns: " + line);
        }
        Outcome expected = Outcome.of(columns[1]);
        return new HttpCase(
                section,
                HttpCase.Level.valueOf(columns[0]),
                expected,
                columns[2].equals("=") ? expected : Outcome.of(columns[2]),
                columns[3],
                Arrays.stream(columns[4].split("‖", -1)).map(HttpCases::bytes).toList());
    }

    private static String bytes(String notation) {
        String text = notation.replace("↵", "\\r\\n");
        for (Matcher innermost = REPETITION.matcher(text); innermost.find(); innermost.reset(text)) {
            String repeated = innermost.group(1).repeat(Integer.parseInt(innermost.group(2)));
            text = text.substring(0, innermost.start()) + repeated + text.substring(innermost.end());
        }
        // What is not ASCII is meant as UTF-8.
        text = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) != null
                                ? String.valueOf((char) Integer.parseInt(escape.group(1), 16))
                                : letter(escape.group(2))));
    }

    private static String letter(String letter) {
        return switch (letter) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            case "0" -> "\0";
            default -> letter;
        };
    }
}
