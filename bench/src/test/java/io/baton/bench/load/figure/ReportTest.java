package io.baton.bench.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Machine MACHINE =
            new Machine("2026-01-01T00:00:00Z", 2, "CPU", "Linux 6", "JVM 17", 0.1, Map.of());

    private static Report report(Samples samples) {
        return Report.of(
                MACHINE,
                "java -jar bench.jar load",
                Findings.of(samples.measurements(), List.of("nginx: not installed")));
    }

    @Test
    void aCellShowsTheMedianAndTheSpread() {
        Samples samples = new Samples("connect");
        samples.add("baton", "CPU a request", "us", 50.04);
        samples.add("baton", "CPU a request", "us", 7.123);
        samples.add("baton", "CPU a request", "us", 123.4);

        assertThat(report(samples).markdown())
                .contains("| | CPU a request, us |\n|---|---|\n| baton | 50.0 (7.12 - 123) |\n");
    }

    @Test
    void aFigureThatAContenderDoesNotHaveIsADash() {
        Samples samples = new Samples("startup");
        samples.add("baton", "first answer after", "ms", 250);
        samples.add("baton", "worker 1 ready after", "ms", 106);
        samples.add("nginx", "first answer after", "ms", 12);

        assertThat(report(samples).markdown()).contains("| baton | 250 | 106 |\n| nginx | 12 | - |\n");
    }

    @Test
    void contendersThatWereLeftOutAreNamed() {
        assertThat(report(new Samples("connect")).markdown()).contains("Note: nginx: not installed\n");
    }

    @Test
    void theJsonHasEveryValue() throws Exception {
        Samples samples = new Samples("connect");
        samples.addCount("baton", "errors", 0);
        samples.addCount("baton", "errors", 3);

        assertThat(report(samples).json())
                .contains("\"schema\" : 2", "\"values\" : [ 0.0, 3.0 ]", "\"kernel\" : \"Linux 6\"");
    }
}
