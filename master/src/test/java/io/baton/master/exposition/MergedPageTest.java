package io.baton.master.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MergedPageTest {

    private static final String OWN =
            """
            # TYPE baton_build info
            # HELP baton_build Version
            baton_build_info{version="1"} 1
            # TYPE process_cpu_seconds counter
            process_cpu_seconds_total 5
            # EOF
            """;

    private static Sums sums(String app, String text) throws ExpositionException {
        WorkerSums sums = new WorkerSums(app);
        sums.say(1, 1, ExpositionParser.parse(text, ExpositionLimits.OF_A_WORKER));
        return sums.sums();
    }

    @Test
    void aMetricOfTheMasterAndOfApplicationsIsThereOnce() throws ExpositionException {
        MergedPage page = new MergedPage(OWN);
        assertThat(page.add(sums("api", "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 7\n")))
                .isEmpty();
        assertThat(page.add(sums("web", "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 8\n")))
                .isEmpty();
        assertThat(page.write(true))
                .isEqualTo(
                        """
                # TYPE baton_build info
                # HELP baton_build Version
                baton_build_info{version="1"} 1
                # TYPE process_cpu_seconds counter
                process_cpu_seconds_total 5
                process_cpu_seconds_total{app="api"} 7
                process_cpu_seconds_total{app="web"} 8
                # EOF
                """);
        assertThat(page.write(false))
                .startsWith("# TYPE baton_build_info gauge\n")
                .doesNotContain("EOF");
    }

    @Test
    void whatContradictsSomethingBeforeItIsLeftOut() throws ExpositionException {
        MergedPage page = new MergedPage(OWN);
        assertThat(page.add(sums("api", "baton_workers 1\n# TYPE a gauge\na 1\n# TYPE h summary\nh_count 1\n")))
                .containsExactly("baton_workers");
        assertThat(page.add(sums("web", "# TYPE a counter\na 1\n# TYPE h_count gauge\nh_count 1\nok 1\n")))
                .containsExactlyInAnyOrder("a", "h_count");
        assertThat(page.write(false))
                .contains("a{app=\"api\",slot=\"1\"} 1\n", "ok{app=\"web\"")
                .doesNotContain("h_count{app=\"web\"");
    }

    @Test
    void aCounterNamedAsAnotherMetricHasNoTypeInOpenMetrics() throws ExpositionException {
        MergedPage page = new MergedPage(OWN);
        page.add(sums("api", "# TYPE a gauge\na 1\n# TYPE a_total counter\na_total 2\n"));
        assertThat(page.write(true)).contains("# TYPE a gauge\n", "# TYPE a_total unknown\na_total{app=\"api\"} 2\n");
        assertThat(page.write(false)).contains("# TYPE a gauge\n", "# TYPE a_total counter\n");
    }

    @Test
    void anyPageCanBeReadAgainAndDeclaresEachNameOnce() throws ExpositionException {
        RandomPages pages = new RandomPages(7);
        for (int i = 0; i < 500; i++) {
            MergedPage page = new MergedPage(OWN);
            for (int app = 0; app < 3; app++) {
                WorkerSums sums = new WorkerSums("app " + app + " \"\\\n");
                for (int worker = 0; worker < 3; worker++) {
                    sums.say(worker, worker % 2, pages.next());
                }
                sums.gone(0);
                page.add(sums.sums());
            }
            for (boolean openMetrics : new boolean[] {true, false}) {
                String text = page.write(openMetrics);
                ExpositionParser.parse(text, ExpositionLimits.OF_THE_MASTER);
                Set<String> declared = new HashSet<>();
                text.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> assertThat(
                                declared.add(line.split(" ", 4)[2]))
                        .as(line)
                        .isTrue());
            }
        }
    }
}
