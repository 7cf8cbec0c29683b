package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of options in the READMEs, compared with the table of keys. */
final class ReadmeOptionsTest {

    private static final Path MASTER = Path.of("README.md");
    private static final Path ROOT = Path.of("..", "README.md");
    private static final Path WORKER = Path.of("..", "worker", "README.md");

    /** As in {@code 28 s (`--kill-timeout`)}. */
    private static final Pattern NAMED_DEFAULT = Pattern.compile("([0-9]+ (?:ms|s))[^|.;:]{0,20} \\(`--([a-z-]+)`");

    @Test
    void theMastersReadmeHasARowForEveryOptionAndNoOther() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Key<?> key : Keys.all()) {
            expected.put(cell(key), key.defaultText());
        }
        expected.put("--env=NAME", "none");
        expected.put("--only=NAMES", "all of them");
        expected.put("-h, --help", "");
        expected.put("-V, --version", "");
        assertThat(rows(MASTER)).containsExactlyEntriesOf(expected);
    }

    @Test
    void theFirstReadmeHasSomeOfTheseRows() throws IOException {
        Map<String, String> some = rows(ROOT);
        assertThat(some).hasSizeGreaterThan(10);
        assertThat(rows(MASTER)).containsAllEntriesOf(some);
    }

    @Test
    void theWorkersReadmeHasARowForEveryLimitOfHttp() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Key<?> key : Keys.all()) {
            if (key.topic() == Topic.CLIENTS || key.equals(Keys.named("compute-timeout"))) {
                expected.put("--" + key, key.defaultText());
            }
        }
        assertThat(column(WORKER, "| limit |", 1, 2)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void aDefaultThatAReadmeMentionsIsThatOfTheTable() throws IOException {
        List<String> wrong = new ArrayList<>();
        int mentioned = 0;
        for (Path readme : List.of(MASTER, ROOT, WORKER)) {
            Matcher found = NAMED_DEFAULT.matcher(Files.readString(readme));
            while (found.find()) {
                mentioned++;
                String byDefault = defaultOf(found.group(2));
                if (!byDefault.equals(found.group(1).replace(" ", ""))) {
                    wrong.add(readme + ": " + found.group() + " (expected: " + byDefault + ")");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(mentioned).isGreaterThan(2);
    }

    private static String defaultOf(String name) {
        for (Key<?> key : Keys.all()) {
            if (key.name().equals(name)) {
                return key.defaultText();
            }
        }
        return "no such option";
    }

    /** How a table names an option: {@code -p, --port=N}. */
    private static String cell(Key<?> key) {
        return String.join(", ", key.flags()) + (key.label().isEmpty() ? "" : "=" + key.label());
    }

    /** Names and defaults in a table of options, without what is none, as a file. */
    private static Map<String, String> rows(Path readme) throws IOException {
        return column(readme, "| option | default |", 0, 1);
    }

    private static Map<String, String> column(Path readme, String head, int name, int value) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        boolean table = false;
        for (String line : Files.readAllLines(readme)) {
            table = line.startsWith(head) || (table && line.startsWith("|"));
            String[] cells = table ? cells(line) : new String[] {""};
            if (cells.length > value && cells[name].startsWith("-") && !cells[name].startsWith("---")) {
                assertThat(found.put(cells[name], cells[value]))
                        .as("another row of " + cells[name] + " in " + readme)
                        .isNull();
            }
        }
        return found;
    }

    /** The cells of a row, without the marks of code. */
    private static String[] cells(String row) {
        String[] cells = row.substring(1).split("(?<!\\\\)\\|", -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip().replace("`", "").replace("\\|", "|");
        }
        return cells;
    }
}
