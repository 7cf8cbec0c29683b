package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {

    @ParameterizedTest
    @CsvSource({"0,0", "250,250", "250ms,250", "3s,3000", "5m,300000", "12h,43200000", "1d,86400000", "3S,3000"})
    void aDurationHasAUnitOrIsMilliseconds(String text, long milliseconds) {
        assertThat(Units.milliseconds(text)).isEqualTo(milliseconds);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "512,512", "64k,65536", "64KB,65536", "1M,1048576", "2g,2147483648", "7b,7"})
    void aSizeHasAUnitOrIsBytes(String text, long bytes) {
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1.5s", "1 s", "3x", "1s1", "99999999999999999999", "999999999999999999d"})
    void anythingElseIsToldWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> Units.milliseconds(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(text + " (expected: a duration as 500ms, 30s, 5m, 12h or 1d)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1m", "1.5m", "1 m", "3s", "9999999999999999999g"})
    void anythingElseIsNoSize(String text) {
        assertThatThrownBy(() -> Units.bytes(text)).hasMessage(text + " (expected: a size as 64k, 512m or 2g)");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1ms",
        "100,100ms",
        "1500,1500ms",
        "1000,1s",
        "60000,60s",
        "65000,65s",
        "300000,5m",
        "86400000,24h"
    })
    void aDurationIsShownAsAnOperatorWritesIt(long milliseconds, String text) {
        assertThat(Units.showMilliseconds(milliseconds)).isEqualTo(text);
        assertThat(Units.milliseconds(text)).isEqualTo(milliseconds);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "8192,8k", "1048576,1m", "1468006400,1400m", "2147483648,2g"})
    void aSizeIsShownAsAnOperatorWritesIt(long bytes, String text) {
        assertThat(Units.showBytes(bytes)).isEqualTo(text);
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }
}
