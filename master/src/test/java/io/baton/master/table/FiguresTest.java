package io.baton.master.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "999, 0s",
        "42000, 42s",
        "60000, 1m",
        "200000, 3m 20s",
        "660000, 11m",
        "18720000, 5h 12m",
        "3600000, 1h",
        "273600000, 3d 4h",
        "1036800000, 12d"
    })
    void spansHaveOneOrTwoUnits(long ms, String text) {
        assertThat(Figures.span(ms)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"512, 512b", "8598323, 8.2mb", "1048576, 1mb", "125829120, 120mb", "1610612736, 1.5gb", "2048, 2kb"})
    void sizesAreInTheUnitsOfPm2(long bytes, String text) {
        assertThat(Figures.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.04, 0%", "3.456, 3.5%", "180.4, 180%"})
    void sharesHaveOneDigitWhereItMatters(double percent, String text) {
        assertThat(Figures.percent(percent)).isEqualTo(text);
    }
}
