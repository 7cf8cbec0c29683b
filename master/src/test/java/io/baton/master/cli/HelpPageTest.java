package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** What an operator reads about options, in the help and in the READMEs: all there are, and no others. */
final class HelpPageTest {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][a-z-]*");

    private final CommandLine line = new CommandLine(new RunCommand());
    private final String page = HelpPage.of(line, Ansi.OFF);

    @Test
    void everyOptionIsInOneGroup() {
        List<String> grouped = new ArrayList<>();
        HelpPage.groups().values().forEach(grouped::addAll);
        assertThat(grouped).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(longNames());
        HelpPage.groups().keySet().forEach(title -> assertThat(page).contains("\n" + title + ":\n"));
    }

    @Test
    void theHelpFitsIntoATerminal() {
        assertThat(page.lines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theHelpHasWhatIsNoOption() {
        assertThat(page)
                .contains("\nEnvironment:\n", "\nSignals to the master:\n", "\nExit codes:\n", "\nExamples:\n")
                .contains("WEB_CONCURRENCY", "BATON_HOME", "TTIN", "  130   stopped at once")
                .startsWith("Usage: java -jar master.jar [run] [options] [app.jar | app.js [-- ARG...]]\n");
    }

    @Test
    void theTablesOfOptionsInTheMastersReadmeNameEveryOptionAndNoOther() throws IOException {
        assertThat(firstCells(Path.of("README.md"))).isEqualTo(names());
    }

    @Test
    void theOtherReadmesNameNoOptionThatThereIsNot() throws IOException {
        assertThat(names()).containsAll(firstCells(Path.of("..", "README.md")));
        Set<String> limits = Files.readString(Path.of("..", "worker", "README.md"))
                .lines()
                .filter(text -> text.startsWith("|"))
                .flatMap(text -> OPTION.matcher(text).results().map(found -> found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(limits).isNotEmpty();
        assertThat(names()).containsAll(limits);
    }

    private Set<String> longNames() {
        Set<String> names = new TreeSet<>();
        line.getCommandSpec().options().forEach(option -> names.add(option.longestName()));
        return names;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        return names;
    }

    /** The options in the first column of the tables that begin with a column of options. */
    private static Set<String> firstCells(Path readme) throws IOException {
        Set<String> found = new TreeSet<>();
        boolean table = false;
        for (String text : Files.readString(readme).lines().toList()) {
            table = text.startsWith("| option |") || (table && text.startsWith("|"));
            if (table) {
                Matcher option = OPTION.matcher(text.substring(0, Math.max(0, text.indexOf(" | ", 2))));
                while (option.find()) {
                    found.add(option.group());
                }
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }
}
