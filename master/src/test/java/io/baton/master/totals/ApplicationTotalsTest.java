package io.baton.master.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedTotals;
import io.baton.protocol.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApplicationTotalsTest {

    /** No process has this number. */
    private static final int NO_PID = Integer.MAX_VALUE;

    private final Totals totals = new Totals();
    private final ApplicationTotals app = totals.of("api");
    private long first;
    private long second;

    private static long requests(ApplicationTotals of) {
        long sum = of.carried().gone().get(Figures.UNCLASSED);
        for (ProcessTotals living : of.living()) {
            sum += living.figures()[Figures.UNCLASSED];
        }
        return sum;
    }

    @Test
    void theSumOfRequestsNeverFallsWhenAWorkerDiesAndAnotherBegins() {
        ProcessTotals one = app.begin(NO_PID, () -> first);
        first = 70;
        assertThat(requests(app)).isEqualTo(70);
        first = 100;
        one.end(1);
        assertThat(requests(app)).isEqualTo(100);
        app.begin(NO_PID, () -> second);
        assertThat(requests(app)).isEqualTo(100);
        second = 5;
        assertThat(requests(app)).isEqualTo(105);
        one.end(1);
        assertThat(requests(app)).as("after its end was told twice").isEqualTo(105);
    }

    @Test
    void aWorkerThatSaysLessThanBeforeOrNothingMakesNoSumSmaller() {
        app.begin(NO_PID, () -> first);
        first = 10;
        assertThat(requests(app)).isEqualTo(10);
        first = -1;
        assertThat(requests(app)).isEqualTo(10);
    }

    @Test
    void theNextImageOfTheMasterGoesOnWithTheDeadAndTheLiving() {
        ProcessTotals dead = app.begin(NO_PID, () -> first);
        app.begin(NO_PID, () -> second);
        first = 40;
        second = 2;
        dead.end(3);
        app.count("exits.crash");
        app.starts().add(1_000_000_000);
        app.listener("http://localhost:3000").accepted();
        app.listener("http://localhost:3000").handedOver(60_000);
        List<CarriedTotals> carried = totals.carried();

        Totals next = new Totals();
        next.goOn(carried);
        ApplicationTotals same = next.of("api");
        same.begin(NO_PID, () -> second);
        assertThat(requests(same)).isEqualTo(42);
        assertThat(next.carried()).isEqualTo(carried);
        assertThat(same.carried().listeners().get(0).handedOver()).isEqualTo(1);
        assertThat(same.carried().handoffs().get(1))
                .as("in the bucket up to 100 us")
                .isEqualTo(1);
    }

    @Test
    void aProgramThatOpensPortsWithoutEndMakesNoTimeSeriesWithoutEnd() {
        for (int port = 0; port < 1000; port++) {
            app.listener("localhost:" + port).accepted();
        }
        List<Long> accepted = app.carried().listeners().stream()
                .map(listener -> listener.accepted())
                .toList();
        assertThat(accepted.size()).isLessThan(50);
        assertThat(accepted.stream().mapToLong(Long::longValue).sum()).isEqualTo(1000);
    }

    @Test
    void durationsAreInTheBucketWhoseBoundTheyDoNotExceed() {
        Durations durations = new Durations(new long[] {10, 100});
        for (long nanos : new long[] {0, 10, 11, 100, 101, 5000}) {
            durations.add(nanos);
        }
        assertThat(durations.carried()).containsExactly(2L, 2L, 2L, 5222L);
        assertThat(Map.of(Figures.index(200, 500_000), Figures.block(2)))
                .isEqualTo(Map.of(Figures.block(2), Figures.block(2)));
    }
}
