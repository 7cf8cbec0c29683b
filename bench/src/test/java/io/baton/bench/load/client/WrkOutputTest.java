package io.baton.bench.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkOutputTest {

    private static final String CLEAN =
            """
            Running 5s test @ http://127.0.0.1:18099/
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     2.41ms    4.93ms  44.30ms   94.44%
                Req/Sec    37.95k     9.35k   65.42k    90.00%
              76072 requests in 2.01s, 11.17MB read
            Requests/sec:  37760.63
            Transfer/sec:      5.55MB
            """;

    @Test
    void requestsAreCountedAndNotTheirRate() {
        WrkOutput output = WrkOutput.parse(CLEAN);

        assertThat(output.requests()).isEqualTo(76072);
        assertThat(output.requestsPerSecond()).isEqualTo(37760.63);
    }

    @Test
    void aRunWithoutComplaintsHasNoErrors() {
        assertThat(WrkOutput.parse(CLEAN).errors()).isZero();
    }

    @Test
    void everyKindOfFailedRequestIsAnError() {
        WrkOutput output = WrkOutput.parse(
                CLEAN.replace(
                        "Requests/sec:",
                        "  Socket errors: connect 1, read 20, write 300, timeout 4000\n  Non-2xx or 3xx responses: 50000\nRequests/sec:"));

        assertThat(output.socketErrors()).isEqualTo(4321);
        assertThat(output.refusals()).isEqualTo(50000);
        assertThat(output.errors()).isEqualTo(54321);
    }

    @Test
    void anOutputWithoutARequestCountIsNoResult() {
        assertThatThrownBy(() -> WrkOutput.parse("unable to connect to 127.0.0.1:1 Connection refused\n"))
                .hasMessageContaining("Connection refused");
    }
}
