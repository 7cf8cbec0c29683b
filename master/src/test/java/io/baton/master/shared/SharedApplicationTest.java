package io.baton.master.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedApplicationTest {

    private static final long MEMORY = 1 << 20;

    private final List<String> told = new ArrayList<>();
    private final Region region;
    private final Store store;
    private final SharedApplication application;

    SharedApplicationTest(@TempDir Path directory) throws IOException {
        region = Region.make(MEMORY, directory);
        store = new Store(region.memory(), Region.unnamed(KeyIndex.bytes(MEMORY), directory), System::nanoTime);
        application = new SharedApplication(region, store, 0, told::add);
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void fewTroublesAreToldOneByOneAndTheOthersAreCounted() {
        for (int i = 1; i <= 50; i++) {
            application.tell("trouble " + i);
        }
        assertThat(told).containsExactly("trouble 1", "trouble 2", "trouble 3", "trouble 4", "trouble 5");
        told.clear();
        application.look();
        application.look();
        assertThat(told).containsExactly("45 more like that");
        told.clear();
        application.tell("another");
        assertThat(told).containsExactly("another");
    }

    @Test
    void whatHadToGoIsToldOnceAlsoByTheNextImageOfTheMaster() {
        fill();
        application.look();
        application.look();
        assertThat(told).singleElement().asString().endsWith(MEMORY + " bytes are full (see --shared-memory)");
        told.clear();
        SharedApplication next = new SharedApplication(region, store, 0, told::add);
        next.look();
        assertThat(told).isEmpty();
        fill();
        next.look();
        assertThat(told).hasSize(1);
    }

    @Test
    void anotherLimitIsToldOnceForItDoesNotHold() {
        application.wants(MEMORY);
        assertThat(told).isEmpty();
        application.wants(2 * MEMORY);
        application.wants(2 * MEMORY);
        assertThat(told).singleElement().asString().contains("stays at 1048576 bytes", " is 2097152 now");
        application.wants(MEMORY);
        assertThat(told).hasSize(1);
    }

    private void fill() {
        for (int i = 0; i < 100; i++) {
            store.put(("key " + i).getBytes(StandardCharsets.US_ASCII), new byte[60_000], Store.FOR_GOOD);
        }
    }
}
