package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerbTest {

    @Test
    void noWordMeansTwoVerbs() {
        List<String> words = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            words.add(verb.word());
            words.addAll(verb.aliases());
        }
        assertThat(words).doesNotHaveDuplicates();
    }

    @Test
    void pm2sUsualWordsAreThere() {
        assertThat(Verb.named("ls")).isEqualTo(Verb.LIST);
        assertThat(Verb.named("status")).isEqualTo(Verb.LIST);
        assertThat(Verb.named("describe")).isEqualTo(Verb.SHOW);
        assertThat(Verb.named("del")).isEqualTo(Verb.DELETE);
        assertThat(Verb.named("./list")).isNull();
    }

    @Test
    void theOverviewNamesEachVerbAndFitsEightyColumns() {
        String page = Overview.page("baton");
        assertThat(page.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        for (Verb verb : Verb.values()) {
            assertThat(page).containsPattern("\n  " + verb.word() + "[ ,]");
        }
    }

    @Test
    void aSlipIsMended() {
        assertThat(Nearest.hint("lsit", Verb.words())).isEqualTo(" (did you mean list?)");
        assertThat(Nearest.hint("resart", Verb.words())).isEqualTo(" (did you mean restart?)");
        assertThat(Nearest.hint("frobnicate", Verb.words())).isEmpty();
    }
}
