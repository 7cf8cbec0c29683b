package io.baton.master.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostRuleTest {

    private final HostRule rule = new HostRule(List.of("Metrics.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:9615", "127.0.0.1:9615", "[::1]:9615", "[::1]", "metrics.example:80"})
    void addressesAndKnownNamesAreAnswered(String host) {
        assertThat(rule.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[evil]", "::1", "127.1"
            })
    void aNameThatAnotherSiteMayHaveIsNot(String host) {
        assertThat(rule.allows(host)).isFalse();
    }
}
