package io.baton.master.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreTest {

    private static final int MB = 1 << 20;
    private static final long NANOS_PER_MS = 1_000_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5 * NANOS_PER_MS);
    private final ByteBuffer memory = ByteBuffer.allocate(MB);
    private final Store store = store(memory);

    @Test
    void aValueIsThereUntilItIsRemoved() {
        assertThat(store.get(bytes("a"))).isNull();
        store.put(bytes("a"), bytes("1"), Store.FOR_GOOD);
        store.put(bytes("a"), bytes("22"), Store.FOR_GOOD);
        assertThat(text("a")).isEqualTo("22");
        assertThat(store.figures().keys()).isOne();
        assertThat(store.remove(bytes("a"))).isTrue();
        assertThat(store.remove(bytes("a"))).isFalse();
        assertThat(store.get(bytes("a"))).isNull();
        assertThat(store.figures()).isEqualTo(new Store.Figures(0, 0, 0, 0));
    }

    /** The clock's numbers go from the largest to the smallest one here, as they may. */
    @Test
    void aKeyLivesAsLongAsItWasTold() {
        store.put(bytes("a"), bytes("1"), 10);
        store.put(bytes("b"), bytes("1"), 10);
        assertThat(store.expire(bytes("b"), 20)).isTrue();
        assertThat(store.expire(bytes("c"), 20)).isFalse();
        nanos.addAndGet(10 * NANOS_PER_MS - 1);
        assertThat(text("a")).isEqualTo("1");
        nanos.incrementAndGet();
        assertThat(store.get(bytes("a"))).isNull();
        assertThat(store.remove(bytes("a"))).isFalse();
        assertThat(text("b")).isEqualTo("1");
        assertThat(store.figures().expired()).isOne();
    }

    @Test
    void aSumKeepsTheTimeOfItsFirstSummand() {
        assertThat(store.increment(bytes("n"), 5, 10)).isEqualTo(5);
        nanos.addAndGet(9 * NANOS_PER_MS);
        assertThat(store.increment(bytes("n"), -7, 10)).isEqualTo(-2);
        nanos.addAndGet(NANOS_PER_MS);
        assertThat(store.increment(bytes("n"), 1, Store.FOR_GOOD)).isEqualTo(1);
        nanos.addAndGet(1_000_000 * NANOS_PER_MS);
        assertThat(store.increment(bytes("n"), 1, 10)).isEqualTo(2);
    }

    @Test
    void whatIsNoNumberStaysAsItIs() {
        store.put(bytes("text"), bytes("1x"), Store.FOR_GOOD);
        store.put(bytes("long"), bytes("1".repeat(30)), Store.FOR_GOOD);
        store.put(bytes("most"), bytes(Long.toString(Long.MAX_VALUE)), Store.FOR_GOOD);
        for (String number : new String[] {"+1", "007", "-0", "-", "-01", " 1"}) {
            store.put(bytes(number), bytes(number), Store.FOR_GOOD);
        }
        for (String key : new String[] {"text", "long", "most", "+1", "007", "-0", "-", "-01", " 1"}) {
            assertThatThrownBy(() -> store.increment(bytes(key), 1, Store.FOR_GOOD))
                    .as(key)
                    .isInstanceOf(ArithmeticException.class);
        }
        assertThat(text("text")).isEqualTo("1x");
        assertThat(text("007")).isEqualTo("007");
        assertThat(text("most")).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void aValueChangesOnlyFromTheExpectedOne() {
        assertThat(store.compareAndSet(bytes("a"), bytes("0"), bytes("1"), Store.AS_BEFORE))
                .isFalse();
        assertThat(store.compareAndSet(bytes("a"), null, bytes("1"), 10)).isTrue();
        assertThat(store.compareAndSet(bytes("a"), null, bytes("2"), 10)).isFalse();
        assertThat(store.compareAndSet(bytes("a"), bytes("1"), bytes("2"), Store.AS_BEFORE))
                .isTrue();
        nanos.addAndGet(10 * NANOS_PER_MS);
        assertThat(store.compareAndSet(bytes("a"), bytes("2"), null, Store.AS_BEFORE))
                .as("its life is over")
                .isFalse();
        store.put(bytes("a"), bytes("3"), Store.FOR_GOOD);
        assertThat(store.compareAndSet(bytes("a"), bytes("3"), null, Store.AS_BEFORE))
                .isTrue();
        assertThat(store.compareAndSet(bytes("a"), null, null, Store.AS_BEFORE)).isTrue();
        assertThat(store.figures().keys()).isZero();
    }

    @Test
    void whatIsUsedOutlivesWhatIsNot() {
        byte[] value = new byte[1000];
        store.put(bytes("session"), value, Store.FOR_GOOD);
        for (int i = 0; i < 100_000; i++) {
            store.put(bytes("page-" + i), value, Store.FOR_GOOD);
            if (i % 100 == 0) {
                assertThat(store.get(bytes("session"))).as("after %s", i).isNotNull();
            }
        }
        Store.Figures figures = store.figures();
        assertThat(figures.evicted()).isEqualTo(100_001 - figures.keys());
        assertThat(figures.bytes()).isBetween(MB / 4L, (long) MB);
    }

    /** One value that is written again and again must not push the others out. */
    @Test
    void whatIsOverwrittenTakesNoRoom() {
        for (int i = 0; i < 100; i++) {
            store.put(bytes("still-" + i), new byte[1000], Store.FOR_GOOD);
        }
        for (int i = 0; i < 100_000; i++) {
            store.put(bytes("busy"), new byte[1000 + i % 1000], Store.FOR_GOOD);
        }
        assertThat(store.figures().keys()).isEqualTo(101);
        assertThat(store.figures().evicted()).isZero();
    }

    @Test
    void theLongestValuesFit() {
        byte[] key = bytes("k".repeat(1024));
        for (int i = 0; i < 1000; i++) {
            key[0] = (byte) i;
            store.put(key, new byte[64 * 1024], Store.FOR_GOOD);
            assertThat(store.get(key)).hasSize(64 * 1024);
        }
    }

    /** Random calls, beside a map that has no limit; in between another program takes the memory over. */
    @ParameterizedTest
    @CsvSource({"1, 1048576", "2, 1200000", "3, 1300001", "4, 1700000", "5, 3000000", "6, 16777216"})
    void itIsAMapThatForgets(int seed, int bytes) {
        Random random = new Random(seed);
        ByteBuffer shared = ByteBuffer.allocate(bytes);
        Store tested = store(shared);
        Map<String, byte[]> expected = new HashMap<>();
        long lost = 0;
        long evicted = 0;
        for (int i = 0; i < 200_000; i++) {
            String key = "key-" + (int) Math.abs(random.nextGaussian() * 2000);
            if (i % 20_000 == 19_999) {
                long keys = tested.figures().keys();
                evicted += tested.figures().evicted();
                tested = store(shared);
                assertThat(tested.figures().keys()).isEqualTo(keys);
            }
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    byte[] value = new byte[random.nextInt(random.nextInt(100) == 0 ? 60_000 : 600)];
                    random.nextBytes(value);
                    tested.put(bytes(key), value, Store.FOR_GOOD);
                    expected.put(key, value);
                }
                case 2 -> {
                    boolean removed = tested.remove(bytes(key));
                    assertThat(removed && !expected.containsKey(key)).isFalse();
                    if (expected.remove(key) != null && !removed) {
                        lost++;
                    }
                }
                default -> {
                    byte[] value = tested.get(bytes(key));
                    if (value == null && expected.remove(key) != null) {
                        lost++;
                    }
                    assertThat(value).isEqualTo(expected.get(key));
                }
            }
        }
        evicted += tested.figures().evicted();
        assertThat(lost).as("keys that were not found").isLessThanOrEqualTo(evicted);
        assertThat(evicted > 0).as("values had to go").isEqualTo(bytes < 16 * MB);
        assertThat(tested.figures().bytes()).isLessThanOrEqualTo(shared.capacity());
    }

    /** As keys of clients' addresses do. Each key has an entry of the shortest length. */
    @Test
    void asManyKeysAsThereIsRoomForTakeNothingOfTheHeap(@TempDir Path directory) throws IOException {
        int bytes = 128 * MB;
        int most = bytes / Entries.SHORTEST;
        Region region = Region.make(bytes, directory);
        try {
            Store large = new Store(region.memory(), Region.unnamed(KeyIndex.bytes(bytes), directory), nanos::get);
            byte[] key = new byte[Integer.BYTES];
            byte[] value = bytes("1");
            long before = allocated();
            for (int i = 0; i < 3_000_000; i++) {
                large.put(number(key, i), value, 10);
            }
            assertThat(large.figures().keys()).isEqualTo(3_000_000);
            for (int i = 3_000_000; i < most + 1_000_000; i++) {
                large.put(number(key, i), value, 10);
            }
            assertThat(allocated() - before).as("bytes of the heap").isLessThan(MB);
            Store.Figures figures = large.figures();
            assertThat(figures.keys()).isBetween(3_000_000L, (long) most);
            assertThat(figures.evicted()).isEqualTo(most + 1_000_000 - figures.keys());
            assertThat(figures.bytes()).isLessThanOrEqualTo(bytes);
            assertThat(large.get(number(key, most + 999_999))).isEqualTo(value);
            Store next = new Store(region.memory(), Region.unnamed(KeyIndex.bytes(bytes), directory), nanos::get);
            assertThat(next.figures().keys()).isEqualTo(figures.keys());
            assertThat(next.get(number(key, most + 999_999))).isEqualTo(value);
        } finally {
            region.close();
        }
    }

    /** "Aa" and "BB" have the same hash in Java, and so do all texts that are made of them. */
    @Test
    void keysThatCollideInJavaTakeNoLongerThanOthers() {
        Store large = store(ByteBuffer.allocate(16 * MB));
        byte[] value = bytes("1");
        for (int i = 0; i < 1 << 17; i++) {
            large.put(colliding(i), value, Store.FOR_GOOD);
        }
        assertThat(large.figures().keys()).isEqualTo(1 << 17);
        for (int i = 0; i < 1 << 17; i++) {
            assertThat(large.remove(colliding(i))).isTrue();
        }
    }

    private static byte[] colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return bytes(text.toString());
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static byte[] number(byte[] key, int number) {
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (number >> (i * Byte.SIZE));
        }
        return key;
    }

    private Store store(ByteBuffer memory) {
        return new Store(memory, ByteBuffer.allocate((int) KeyIndex.bytes(memory.capacity())), nanos::get);
    }

    private String text(String key) {
        byte[] value = store.get(bytes(key));
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
