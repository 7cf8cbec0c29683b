package io.baton.master.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VariablesTest {

    @Test
    void aVariableWithoutAValueIsLeftOutAndAnEmptyOneIsNot() {
        Map<String, String> given = new HashMap<>();
        given.put("A", "1=2");
        given.put("B", null);
        given.put("C", "");
        given.put("=D", "as the JDK has it");
        assertThat(Variables.checked(given)).isEqualTo(Map.of("A", "1=2", "C", "", "=D", "as the JDK has it"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "A=B", "==", "A\0"})
    void aNameThatTheChildWouldReadDifferentlyIsRefused(@Nullable String name) {
        Map<@Nullable String, String> given = new HashMap<>();
        given.put(name, "x");
        assertThatThrownBy(() -> ChildOptions.defaults().env(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("env: name ")
                .hasMessageEndingWith(" (expected: not empty, no equals sign, no NUL)");
    }

    @Test
    void aValueWithANulIsRefusedAndNotShown() {
        assertThatThrownBy(() -> ChildOptions.defaults().env(Map.of("KEY", "secret\0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("env: value of KEY (expected: no NUL)");
    }
}
