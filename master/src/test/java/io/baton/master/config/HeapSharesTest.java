package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The heaps that no operator limits fit the memory, however many applications one master has. */
final class HeapSharesTest {

    private static final long MEMORY = 16L << 30;
    private static final long MB = 1 << 20;

    private final HeapShares shares = new HeapShares();

    @Test
    void twoWorkersAloneHaveTheJvmsOwnQuarterAndMoreHaveLess() {
        assertThat(shares.heapMb(server("shop", 1), 1, MEMORY)).isZero();
        assertThat(shares.heapMb(server("shop", 2), 2, MEMORY)).isZero();
        assertThat(shares.heapMb(server("shop", 2), 3, MEMORY))
                .as("one more now")
                .isEqualTo(16 * 1024 * 3 / 4 / 4);
        assertThat(shares.heapMb(server("shop", 3), 3, MEMORY)).isEqualTo(16 * 1024 * 3 / 4 / 4);
        assertThat(shares.heapMb(server("shop", 1000), 1000, MEMORY)).isEqualTo(64);
        assertThat(shares.heapMb(server("shop", 1000), 1000, 0)).as("unknown").isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "2, 4", "1, 7", "20, 30"})
    void allApplicationsTogetherTakeThreeQuartersWhileEachReplacesAWorker(int some, int others) {
        List<GroupConfig> all = List.of(server("shop", some), server("blog", others), limited("api", 2, "-Xmx512m"));
        all.forEach(config -> shares.join(new Object(), config));
        long shop = shares.heapMb(all.get(0), some, MEMORY);
        assertThat(shop).isEqualTo(shares.heapMb(all.get(1), others, MEMORY)).isGreaterThan(64);
        long together = shop * MB * (some + 1 + others + 1) + 2 * 512 * MB;
        assertThat(together).isBetween(MEMORY * 7 / 10, MEMORY * 3 / 4);
        assertThat(HeapSum.warning(all, MEMORY)).isNull();
    }

    @Test
    void anApplicationThatHasEndedLeavesItsShareAndTwoContentsOfOneCountOnce() {
        GroupConfig shop = server("shop", 2);
        Object blog = new Object();
        shares.join(blog, server("blog", 2));
        assertThat(shares.heapMb(shop, 2, MEMORY)).isEqualTo(2 * 1024);
        shares.join("old", shop);
        shares.join("new", shop);
        assertThat(shares.heapMb(shop, 2, MEMORY)).isEqualTo(2 * 1024);
        shares.leave(blog);
        assertThat(shares.heapMb(shop, 2, MEMORY)).isZero();
    }

    @Test
    void applicationsForWhichNothingIsLeftAreToldOf() {
        List<GroupConfig> all = List.of(limited("api", 2, "-Xmx6g"), server("shop", 4));
        assertThat(HeapSum.warning(all, MEMORY))
                .isEqualTo(
                        "the heaps of the workers may take 12.3 GB together (api 12.0 GB, shop 256 MB), which is more"
                                + " than 75 % of the memory here, 16.0 GB");
    }

    private static GroupConfig server(String name, int workers) {
        return GroupConfig.of(settings(name, workers).build(), application(), Surroundings.NONE);
    }

    private static GroupConfig limited(String name, int workers, String limit) {
        Settings settings = settings(name, workers)
                .add(Keys.JVM_ARGS, limit, Source.flag(Keys.JVM_ARGS))
                .build();
        return GroupConfig.of(settings, application(), Surroundings.NONE);
    }

    private static Application application() {
        return Application.server(Path.of("/app.jar"), List.of());
    }

    private static Settings.Builder settings(String name, int workers) {
        return new Settings.Builder()
                .add(Keys.NAME, name, Source.flag(Keys.NAME))
                .add(Keys.INSTANCES, String.valueOf(workers), Source.flag(Keys.INSTANCES));
    }
}
