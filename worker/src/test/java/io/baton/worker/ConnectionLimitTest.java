package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.worker.http.BuiltInApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionLimitTest {

    private static final long MB = 1024 * 1024;

    @ParameterizedTest(name = "{0} descriptors, heap of {1} MB, {2} configured: {3}")
    @CsvSource({
        "1024,    32,   0,  960", "20000,    32,   0, 4862", "20000,    64,   0, 9725", "20000, 32, 100, 100",
        "20000,   32, 19000, 4862", "100,   4096,   0,   50", "1,       1,   0,    1",
                "1000000000000, 100000000, 0, 2147483647",
    })
    void limitIsTheLeastOfDescriptorsMemoryAndTheOperatorsNumber(
            long descriptors, long heapMb, int configured, int most) {
        ConnectionLimit limit =
                ConnectionLimit.of(configured, descriptors, heapMb * MB, new BuiltInApplication().connectionBytes());
        assertThat(limit.most()).isEqualTo(most);
        assertThat(limit.isReduced()).isEqualTo(most < configured);
    }

    @Test
    void operatorIsToldTheReasonsOfTheLimit() {
        assertThat(ConnectionLimit.of(19_000, 20_000, 32 * MB, 2200))
                .hasToString("at most 5084 connections in each worker (19000 configured, descriptors for 19936,"
                        + " heap for 5084)");
    }

    @Test
    void applicationThatKeepsNoMemoryHasALimitAllTheSame() {
        assertThat(ConnectionLimit.of(0, 20_000, 32 * MB, 0).most()).isEqualTo(19_936);
    }
}
