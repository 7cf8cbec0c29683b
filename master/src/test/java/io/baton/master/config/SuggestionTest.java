package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A typing error leads to the word that was meant; another word leads nowhere. */
final class SuggestionTest {

    private static final List<String> KNOWN = List.of("kill_timeout", "name", "instances", "port", "jvm");

    @ParameterizedTest
    @CsvSource({
        "kill_timout, kill_timeout",
        "kiltimeout, kill_timeout",
        "killTimeout, kill_timeout",
        "KILL-TIMEOUT, kill_timeout",
        "naem, name",
        "nmae, name",
        "instance, instances",
        "isntances, instances",
        "prot, port",
        "ports, port",
        "jmv, jvm"
    })
    void theNearestWordIsMeant(String word, String meant) {
        assertThat(Suggestion.of(word, KNOWN)).isEqualTo(meant);
    }

    @Test
    void aWordThatIsNearToNoneHasNoSuggestion() {
        for (String word : List.of("zebra", "watch", "x", "")) {
            assertThat(Suggestion.of(word, KNOWN)).as(word).isNull();
        }
    }

    @Test
    void aSwapOfTwoLettersIsOneError() {
        assertThat(Suggestion.distance("prot", "port")).isEqualTo(1);
        assertThat(Suggestion.distance("", "ab")).isEqualTo(2);
        assertThat(Suggestion.distance("abc", "abc")).isZero();
    }
}
