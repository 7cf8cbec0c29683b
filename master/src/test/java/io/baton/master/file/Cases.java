package io.baton.master.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of configuration files and of what an operator reads about each, in a file of its own. */
final class Cases {

    private static final Pattern NAMED = Pattern.compile("(.*) \\((\\S+\\.\\w+)\\)");

    /**
     * A file.
     *
     * @param expected lines
     */
    record Case(String name, String file, String text, List<String> expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    private Cases() {}

    static List<Case> read(String resource) throws IOException {
        List<Case> cases = new ArrayList<>();
        String[] parts = text(resource).split("(?m)^=== ", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] halves = parts[i].split("(?m)^---\n", -1);
            int end = halves[0].indexOf('\n');
            Matcher named = NAMED.matcher(halves[0].substring(0, end));
            boolean hasFile = named.matches();
            cases.add(new Case(
                    hasFile ? named.group(1) : halves[0].substring(0, end),
                    hasFile ? named.group(2) : "baton.yml",
                    halves[0].substring(end + 1).replace("---b\n", "---\n"),
                    halves[1].strip().lines().toList()));
        }
        return cases;
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
