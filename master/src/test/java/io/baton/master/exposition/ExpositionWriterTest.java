package io.baton.master.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpositionWriterTest {

    private static final int PAGES = 2_000;

    @Test
    void anyPageIsReadAsWhatWasWritten() throws ExpositionException {
        RandomPages pages = new RandomPages(1);
        int samples = 0;
        for (int i = 0; i < PAGES; i++) {
            Exposition page = pages.next();
            for (boolean openMetrics : new boolean[] {true, false}) {
                String text = ExpositionWriter.write(page.families().values(), openMetrics);
                Exposition read = ExpositionParser.parse(text, ExpositionLimits.OF_A_WORKER);
                assertThat(ExpositionWriter.write(read.families().values(), openMetrics))
                        .isEqualTo(text);
                if (openMetrics) {
                    // A counter without the ending has no type there.
                    assertThat(read.families().keySet())
                            .isEqualTo(page.families().keySet());
                    assertThat(points(read)).isEqualTo(points(page));
                }
                samples += read.samples();
            }
        }
        assertThat(samples).isGreaterThan(PAGES);
    }

    private static Map<String, Map<String, Point>> points(Exposition page) {
        Map<String, Map<String, Point>> points = new HashMap<>();
        page.families().forEach((name, family) -> points.put(name, family.points()));
        return points;
    }
}
