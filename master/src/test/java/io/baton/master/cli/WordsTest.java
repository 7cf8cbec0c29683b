package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {

    private static final Usage USAGE = Usage.of("NAME [N]", "Does it.")
            .count(1, 2)
            .flag("--json", "JSON.")
            .option("--lines", "N", "Lines.")
            .or("-n")
            .option("--timeout", "D", "Time.");

    private static Words parse(String line) {
        return Words.parse(USAGE, List.of(line.split(" ", -1)));
    }

    @Test
    void optionsStandAnywhereAndTakeTheirValueBothWays() {
        Words words = parse("api --lines 20 --json --timeout=30s");
        assertThat(words.arguments()).containsExactly("api");
        assertThat(words.has("--json")).isTrue();
        assertThat(words.number("--lines", 15)).isEqualTo(20);
        assertThat(words.milliseconds("--timeout", 0)).isEqualTo(30_000);
        assertThat(parse("-n 3 api").number("--lines", 15)).isEqualTo(3);
        assertThat(parse("api").number("--lines", 15)).isEqualTo(15);
    }

    @Test
    void aNegativeNumberIsAnArgumentAndSoIsEverythingAfterTwoDashes() {
        assertThat(parse("api -1").arguments()).containsExactly("api", "-1");
        assertThat(parse("-- --json").arguments()).containsExactly("--json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    api --jsn          | --jsn: no such option (did you mean --json?)
                    api --frobnicate   | --frobnicate: no such option
                    api --json=1       | --json: has no value
                    api --lines        | --lines: nothing (expected: N)
                    --json             | an argument is missing (expected: NAME [N])
                    a b c              | c: one argument too many (expected: NAME [N])
                    """)
    void whatCannotBeUnderstoodIsTold(String line, String told) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(ConfigException.class)
                .hasMessage(told);
    }

    @Test
    void wrongValuesAreTold() {
        assertThatThrownBy(() -> parse("api --lines many").number("--lines", 1))
                .hasMessage("--lines: many (expected: a whole number from 0 on)");
        assertThatThrownBy(() -> parse("api --timeout soon").milliseconds("--timeout", 1))
                .hasMessageStartingWith("--timeout: soon (expected: a duration");
    }

    @Test
    void helpIsAskedForWhateverElseIsWrong() {
        assertThat(parse("--help").wantHelp()).isTrue();
        assertThat(parse("a b c -h").wantHelp()).isTrue();
    }

    @Test
    void knownOptionsAreTakenOutAndTheRestKeepsItsOrder() {
        Words words = Words.known(USAGE, List.of("app.js", "--json", "-i", "2", "--", "--json"));
        assertThat(words.has("--json")).isTrue();
        assertThat(words.arguments()).containsExactly("app.js", "-i", "2", "--", "--json");
    }
}
