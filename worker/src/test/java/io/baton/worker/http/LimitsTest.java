package io.baton.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitsTest {

    @Test
    void everyLimitIsAnOptionAndHasADefault() {
        assertThat(Limits.of(Map.of())).isEqualTo(Limits.DEFAULT);
        Map<String, String> options = Map.of(
                "max-request-line", "1",
                "max-header-bytes", "2",
                "max-header-fields", "3",
                "max-body", "4",
                "header-timeout", "5",
                "body-timeout", "6",
                "keep-alive-timeout", "7",
                "compute-timeout", "8");
        assertThat(Limits.of(options)).isEqualTo(new Limits(1, 2, 3, 4, 5, 6, 7, 8, 1_000, 1_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", "1.5", "1s", "", "ten", "86400001", "99999999999999999999"})
    void malformedNumberIsRefusedWithItsName(String value) {
        Map<String, String> options = Map.of("header-timeout", value);
        assertThatThrownBy(() -> Limits.of(options))
                .hasMessage("--header-timeout: " + value + " (expected: 1..86400000)");
    }
}
