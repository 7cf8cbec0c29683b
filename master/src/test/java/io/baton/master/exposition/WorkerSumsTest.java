package io.baton.master.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WorkerSumsTest {

    private WorkerSums sums = new WorkerSums("api");

    private void say(int worker, int slot, String text) throws ExpositionException {
        sums.say(worker, slot, ExpositionParser.parse(text, ExpositionLimits.OF_A_WORKER));
    }

    private String page() {
        return ExpositionWriter.write(sums.sums().families().values(), false);
    }

    private static String counter(double value) {
        return "# TYPE a_total counter\na_total " + value + "\n";
    }

    @Test
    void countersOfWorkersAddUpAndDeadOnesStay() throws ExpositionException {
        say(11, 1, counter(5));
        say(12, 2, counter(7));
        assertThat(page()).isEqualTo("# TYPE a_total counter\na_total{app=\"api\"} 12\n");
        sums.gone(11);
        sums.gone(11);
        assertThat(page()).contains("} 12\n");
        say(13, 1, counter(1));
        say(12, 2, counter(8));
        assertThat(page()).contains("} 14\n");
    }

    @Test
    void aWorkerThatBeginsToCountAgainKeepsWhatItHad() throws ExpositionException {
        say(11, 1, counter(5));
        say(11, 1, counter(2));
        assertThat(page()).contains("} 7\n");
        sums.gone(11);
        assertThat(page()).contains("} 7\n");
    }

    @Test
    void whatAWorkerDoesNotSayThisTimeIsNotLostAndNotCountedTwice() throws ExpositionException {
        say(11, 1, counter(5) + "b 1\n");
        say(11, 1, "");
        assertThat(page()).isEqualTo("# TYPE a_total counter\na_total{app=\"api\"} 5\n");
        say(11, 1, counter(Double.NaN));
        assertThat(page()).contains("} 5\n");
        say(11, 1, counter(6));
        assertThat(page()).contains("} 6\n");
    }

    @Test
    void histogramsAndSummariesAddUpButNotQuantiles() throws ExpositionException {
        String text =
                """
                # TYPE h histogram
                h_bucket{x="y",le="1"} 1
                h_bucket{x="y",le="+Inf"} 2
                h_sum{x="y"} 3
                # TYPE s summary
                s{quantile="0.5"} 0.25
                s_sum 10
                s_count 4
                """;
        say(11, 1, text);
        say(12, 2, text);
        sums.gone(11);
        assertThat(page())
                .isEqualTo(
                        """
                # TYPE h histogram
                h_bucket{app="api",x="y",le="1"} 2
                h_bucket{app="api",x="y",le="+Inf"} 4
                h_count{app="api",x="y"} 4
                h_sum{app="api",x="y"} 6
                # TYPE s summary
                s_count{app="api"} 8
                s_sum{app="api"} 20
                s{app="api",slot="2",quantile="0.5"} 0.25
                """);
    }

    @Test
    void aGaugeBelongsToASlotAndGoesWithItsWorker() throws ExpositionException {
        say(11, 1, "# TYPE g gauge\ng 1\n");
        say(12, 2, "# TYPE g gauge\ng 2\n");
        say(13, 2, "# TYPE g gauge\ng 3\n");
        assertThat(page()).isEqualTo("# TYPE g gauge\ng{app=\"api\",slot=\"1\"} 1\ng{app=\"api\",slot=\"2\"} 3\n");
        sums.gone(13);
        sums.gone(11);
        assertThat(page()).isEqualTo("# TYPE g gauge\ng{app=\"api\",slot=\"2\"} 2\n");
    }

    @Test
    void aLabelOfTheProgramThatWeNeedIsRenamed() throws ExpositionException {
        say(
                11,
                1,
                "# TYPE c_total counter\nc_total{app=\"x\",exported_app=\"y\",slot=\"z\"} 1\ng{slot=\"z\",z=\"\\\",app=\"} 1\n");
        assertThat(page())
                .isEqualTo(
                        """
                # TYPE c_total counter
                c_total{app="api",exported_exported_app="x",exported_app="y",slot="z"} 1
                # TYPE g untyped
                g{app="api",slot="1",exported_slot="z",z="\\",app="} 1
                """);
    }

    @Test
    void workersThatDisagreeAboutATypeLeaveThatMetricOut() throws ExpositionException {
        say(11, 1, "# TYPE a counter\na 5\n# TYPE b counter\nb 1\n");
        say(12, 2, "# TYPE a gauge\na 7\n# TYPE b counter\nb 1\n");
        assertThat(sums.sums().conflicts()).containsExactly("a");
        assertThat(page()).isEqualTo("# TYPE b counter\nb{app=\"api\"} 2\n");
        sums.gone(11);
        assertThat(sums.sums().conflicts()).isEmpty();
        assertThat(page()).contains("# TYPE a gauge\na{app=\"api\",slot=\"2\"} 7\n");
    }

    @Test
    void theNextMasterGoesOnWithTheSameNumbers() throws ExpositionException {
        RandomPages pages = new RandomPages(3);
        for (int worker = 1; worker < 9; worker++) {
            sums.say(worker, worker, pages.next());
            if (worker > 4) {
                sums.gone(worker - 4);
            }
        }
        Map<String, MetricFamily> before = summed(sums);
        WorkerSums next = resumed(sums);
        assertThat(summed(next)).isEqualTo(before);
        for (int worker = 5; worker < 9; worker++) {
            next.gone(worker);
            sums.gone(worker);
        }
        assertThat(summed(next)).isEqualTo(summed(sums)).isNotEmpty();
    }

    private static WorkerSums resumed(WorkerSums sums) throws ExpositionException {
        Remains remains = sums.remains();
        assertThat(remains.leftOut()).isZero();
        WorkerSums next = new WorkerSums("api");
        next.goOn(ExpositionParser.parse(remains.dead(), ExpositionLimits.OF_A_WORKER));
        for (Remains.Worker worker : remains.living()) {
            next.say(worker.pid(), worker.slot(), ExpositionParser.parse(worker.text(), ExpositionLimits.OF_A_WORKER));
        }
        return next;
    }

    /** Without quantiles, and without help, which may be that of any worker. */
    private static Map<String, MetricFamily> summed(WorkerSums sums) {
        Map<String, MetricFamily> families = new HashMap<>();
        sums.sums().families().forEach((name, family) -> {
            Map<String, Point> points = new HashMap<>(family.points());
            points.values()
                    .removeIf(point -> point instanceof Summary summary
                            && !summary.quantiles().isEmpty());
            if (family.type().isSummed()) {
                families.put(name, new MetricFamily(name, family.type(), "", "", points));
            }
        });
        return families;
    }

    @Test
    void whatDoesNotFitIsLeftOutOfTheRemainsMetricByMetric() throws ExpositionException {
        String value = "x".repeat(1000);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            text.append("# TYPE a").append(i).append(" counter\n");
            for (int j = 0; j < 500; j++) {
                text.append("a")
                        .append(i)
                        .append("{v=\"")
                        .append(j)
                        .append(value)
                        .append("\"} 1\n");
            }
        }
        say(11, 1, text.toString());
        sums.gone(11);
        say(12, 1, text.toString());
        Remains remains = sums.remains();
        assertThat(remains.leftOut()).isEqualTo(2);
        assertThat(remains.dead().length()).isBetween(1_000_000, Remains.MOST_CHARACTERS);
        assertThat(remains.living()).isEmpty();
    }

    @Test
    void noNumberEverFallsWhateverHappensToWorkers() throws ExpositionException {
        for (int seed = 0; seed < 200; seed++) {
            sums = new WorkerSums("api");
            requireThatNothingFalls(new Random(seed));
        }
    }

    private void requireThatNothingFalls(Random random) throws ExpositionException {
        Map<Integer, double[]> workers = new HashMap<>();
        double told = 0;
        double seconds = 0;
        long settled = 0;
        int next = 1;
        for (int step = 0; step < 100; step++) {
            List<Integer> living = new ArrayList<>(workers.keySet());
            int what = random.nextInt(20);
            if (living.isEmpty() || what == 0) {
                workers.put(next++, new double[2]);
            } else {
                int worker = living.get(random.nextInt(living.size()));
                double[] counted = Objects.requireNonNull(workers.get(worker));
                if (what == 1) {
                    sums.gone(worker);
                    settled += (long) counted[0];
                    workers.remove(worker);
                } else if (what == 2) {
                    settled += (long) counted[0];
                    counted[0] = 0;
                    counted[1] = 0;
                    say(worker, worker, text(counted));
                } else if (what == 3) {
                    sums = resumed(sums);
                } else {
                    counted[0] += 1 + random.nextInt(5);
                    counted[1] += random.nextDouble();
                    say(worker, worker, text(counted));
                }
            }
            Map<String, MetricFamily> page = sums.sums().families();
            double count = value(page, "n_total");
            double sum = value(page, "t_total");
            assertThat(count)
                    .isEqualTo(settled
                            + workers.values().stream()
                                    .mapToDouble(one -> one[0])
                                    .sum())
                    .isGreaterThanOrEqualTo(told);
            assertThat(sum).isGreaterThanOrEqualTo(seconds);
            told = count;
            seconds = sum;
        }
    }

    private static double value(Map<String, MetricFamily> page, String name) {
        MetricFamily family = page.get(name);
        return family == null ? 0 : ((Value) family.points().values().iterator().next()).number();
    }

    private static String text(double[] counted) {
        return "# TYPE n_total counter\nn_total " + (long) counted[0] + "\n# TYPE t_total counter\nt_total "
                + counted[1] + "\n";
    }
}
