package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorTest {

    @Test
    void theLocaleIsTheOperatorsAgain() {
        assertThat(given(Map.of("LC_ALL", "C.UTF-8", "BATON_LC_ALL", "=C"))).isEqualTo(Map.of("LC_ALL", "C"));
        assertThat(given(Map.of("LC_ALL", "C.UTF-8", "BATON_LC_ALL", "="))).isEqualTo(Map.of("LC_ALL", ""));
        assertThat(given(Map.of("LC_ALL", "C.UTF-8", "BATON_LC_ALL", ""))).isEmpty();
        assertThat(given(Map.of("LC_ALL", "de_DE", "A", "b"))).isEqualTo(Map.of("LC_ALL", "de_DE", "A", "b"));
    }

    @Test
    void aPathThatThisJvmCannotNameIsRefusedInOneLine() {
        assertThatThrownBy(() -> Operator.path("BATON_HOME", "/tmp/\uDCFF"))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("BATON_HOME: /tmp/.: the character set of this JVM, .*, has no such name"
                        + " \\(expected: .*\\)");
    }

    private static Map<String, String> given(Map<String, String> environment) {
        return Operator.given(new HashMap<>(environment));
    }
}
