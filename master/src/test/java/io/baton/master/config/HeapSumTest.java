package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator who gives heaps more than three quarters of the memory is warned. */
final class HeapSumTest {

    private static final long GB = 1L << 30;

    @Test
    void theHeapsOfAllApplicationsCountTogether() {
        List<GroupConfig> groups =
                List.of(group("api", 2, Keys.JVM_ARGS, "-Xmx2g"), group("web", 3, Keys.HEAP_TOTAL, "3g"));
        assertThat(HeapSum.warning(groups, 9 * GB))
                .isEqualTo("the heaps of the workers may take 7.0 GB together (api 4.0 GB, web 3.0 GB), which is more"
                        + " than 75 % of the memory here, 9.0 GB");
        assertThat(HeapSum.warning(groups, 10 * GB)).isNull();
    }

    @Test
    void theLastLimitOfAJvmCounts() {
        assertThat(HeapSum.warning(List.of(group("api", 1, Keys.JVM_ARGS, "-Xmx8g -Xmx512m")), GB))
                .isNull();
        assertThat(HeapSum.warning(List.of(group("api", 1, Keys.JVM_ARGS, "-XX:MaxHeapSize=900m")), GB))
                .contains("900 MB");
    }

    @Test
    void heapsWithoutALimitAreNotCounted() {
        assertThat(HeapSum.warning(List.of(GroupConfig.BUILT_IN), 1)).isNull();
        assertThat(HeapSum.isLimited(Settings.DEFAULTS)).isFalse();
    }

    private static GroupConfig group(String name, int workers, Key<?> key, String text) {
        Settings settings = new Settings.Builder()
                .add(Keys.NAME, name, Source.flag(Keys.NAME))
                .add(Keys.INSTANCES, String.valueOf(workers), Source.flag(Keys.INSTANCES))
                .add(key, text, Source.flag(key))
                .build();
        return GroupConfig.of(settings, null, Surroundings.NONE);
    }
}
