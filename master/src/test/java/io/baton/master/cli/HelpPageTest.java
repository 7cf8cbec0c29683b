package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Topic;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** What {@code --help} prints. */
final class HelpPageTest {

    private final String page = HelpPage.of(OptionParser.commandLine(), Ansi.OFF);

    @Test
    void theHelpExplainsEveryOptionOnceUnderItsHeadingWithItsDefault() {
        String text = withoutBlanks(page);
        for (Key<?> key : Keys.all()) {
            String flag = "--" + key + (key.label().isEmpty() ? "" : "=" + key.label());
            String byDefault = key.label().isEmpty() ? "" : "Default:" + key.defaultText() + ".";
            String explained = withoutBlanks(flag + key.help() + byDefault);
            int at = text.indexOf(explained);
            assertThat(at).as(explained).isPositive();
            assertThat(text.indexOf(explained, at + 1)).as("another " + key).isNegative();
            assertThat(heading(text, at)).isEqualTo(key.topic());
        }
    }

    @Test
    void theHelpNamesValuesAsOperatorsWriteThem() {
        assertThat(page.replaceAll("\\s+", " "))
                .contains("Default: $PORT, else 3000.", "Default: 28s.", "Default: 0, never.", "Default: 8k.");
    }

    @Test
    void theHelpFitsIntoATerminal() {
        assertThat(page.lines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theHelpHasWhatIsNoOption() {
        assertThat(page)
                .contains("\nEnvironment:\n", "\nSignals to the master:\n", "\nExit codes:\n", "\nExamples:\n")
                .contains("@socket.io/sticky", "WEB_CONCURRENCY", "BATON_HOME", "TTIN", "  130   stopped at once")
                .startsWith("Usage: java -jar master.jar [run] [options] [app.jar | app.js [-- ARG...]]\n");
    }

    /** The last heading before a place. */
    private static Topic heading(String text, int at) {
        Topic found = Topic.SERVING;
        for (Topic topic : Topic.values()) {
            int heading = text.indexOf(withoutBlanks(topic.title()) + ":");
            assertThat(heading).as(topic.title()).isPositive();
            found = heading < at ? topic : found;
        }
        return found;
    }

    /** picocli breaks lines where it likes, within {@code @socket.io} too. */
    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
