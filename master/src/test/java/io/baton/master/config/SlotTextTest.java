package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments and variables that each worker gets for itself. */
final class SlotTextTest {

    @ParameterizedTest
    @CsvSource({
        "{{index}}, 2",
        "{{ index }}, 2",
        "address={{index+5005}}, address=5007",
        "{{ index + 9229 }}, 9231",
        "{{index-1}}, 1",
        "{{index-5}}, -3",
        "{{index+999999999}}, 1000000001",
        "a{{index}}b{{index+1}}c, a2b3c",
        "{{name}}-{{index}}.log, shop-2.log",
        "{{{index}}}, {2}",
        "'', ''",
        "plain, plain",
    })
    void aPlaceIsFilledForTheSlot(String text, String filled) {
        assertThat(SlotText.fill(text, 2, "shop")).isEqualTo(filled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{.ID}}",
                "{{indexed}}",
                "{{ names }}",
                "{{",
                "{{}}",
                "{{index",
                "}}{{",
                "{index}",
                "{{x}}}}",
                "{{ name | upper }}"
            })
    void whatOtherProgramsMeanByBracketsStays(String text) {
        assertThat(SlotText.fill(text, 2, "shop")).isEqualTo(text);
        assertThat(SlotText.dependsOnSlot(text)).isFalse();
    }

    @Test
    void aWorkerWithoutASlotHasANameAndNoIndex() {
        assertThat(SlotText.fill("{{name}} {{index}}", "shop")).isEqualTo("shop {{index}}");
    }

    @Test
    void onlyAnIndexDependsOnTheSlot() {
        assertThat(SlotText.dependsOnSlot("x{{index+1}}")).isTrue();
        assertThat(SlotText.dependsOnSlot("x{{name}}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{index*2}}", "{{index+}}", "{{index+x}}", "{{index+1+1}}", "{{index", "{{index+99999999999}}"})
    void anIndexThatCannotBeCountedIsAMistake(String text) {
        assertThatThrownBy(() -> SlotText.require("jvm-args", "-Da=" + text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("jvm-args: -Da=" + text + " (expected: {{index}}, or as {{index+5005}})");
    }

    @Test
    void otherBracketsAreNoMistake() {
        assertThatCode(() -> SlotText.require("argument", "{{.ID}} {{index+1}} {{indexed}} {{ name | upper }} {{"))
                .doesNotThrowAnyException();
    }
}
