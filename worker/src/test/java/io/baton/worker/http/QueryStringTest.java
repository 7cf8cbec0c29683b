package io.baton.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryStringTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n=1 | 1",
                "n=1&n=2 | 1",
                "a=b&&n=1&c | 1",
                "n=a+b%2Bc | a b+c",
                "n=%C3%A4 | \u00e4",
                "n=a=b | a=b",
                "%6E=1 | 1",
            })
    void firstValueOfTheNameIsDecoded(String query, String value) {
        assertThat(QueryString.first(query, "n", "none")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"''", "m=1", "N=1", "=n", "nn=1", "n1"})
    void otherNamesAreNotTheName(String query) {
        assertThat(QueryString.first(query, "n", "none")).isEqualTo("none");
    }

    @Test
    void nameWithoutValueIsEmpty() {
        assertThat(QueryString.first("n&n=1", "n", "none")).isEmpty();
        assertThat(QueryString.first("n=&n=1", "n", "none")).isEmpty();
    }

    @Test
    void parametersBehindTheFirstOneAreIgnored() {
        assertThat(QueryString.first("n=1&x=%zz", "n", "none")).isEqualTo("1");
    }

    @Test
    void percentSignNeedsTwoDigits() {
        assertThatThrownBy(() -> QueryString.first("n=%4&m=1", "n", "none"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
