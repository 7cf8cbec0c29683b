package io.baton.master.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the entry of each key stands: a table with open addressing and linear probing. It stands outside of the heap, which is
 * small, and has no object for a key. One thread at a time.
 */
final class KeyIndex {

    private static final int SMALLEST = 1024;
    private static final int EMPTY = 0;

    /** Entries begin at multiples of 8, behind the head of a segment, so no place is {@link #EMPTY}. */
    private static final int SHIFT = 3;

    private final Entries entries;
    private final ByteBuffer table;
    private final int most;

    private int slots = SMALLEST;
    private int size;

    /** @param table from {@link #bytes}, all zero; what no key needs is never touched */
    KeyIndex(Entries entries, ByteBuffer table) {
        this.entries = entries;
        this.table = table.order(ByteOrder.nativeOrder());
        this.most = table.capacity() / Integer.BYTES;
    }

    /** How many bytes a table needs for all keys that such a {@link SegmentLog} may have: two slots for each. */
    static long bytes(long log) {
        return Math.max(SMALLEST, 2 * (log / Entries.SHORTEST)) * Integer.BYTES;
    }

    /** The number of keys. */
    int size() {
        return size;
    }

    /** Makes room for so many keys in the empty table. */
    void reserve(int keys) {
        while (keys > slots / 2 && slots < most) {
            slots = (int) Math.min(2L * slots, most);
        }
    }

    /** Whether one more key needs {@link #grow} before. */
    boolean isFull() {
        return size >= slots / 2 && slots < most;
    }

    /**
     * Makes the table larger.
     *
     * @param log has all entries that are here, and no others
     */
    void grow(SegmentLog log) {
        for (int i = 0; i < slots; i++) {
            set(i, EMPTY);
        }
        slots = (int) Math.min(2L * slots, most);
        // In the order of memory, which is faster than in that of the former table.
        log.visit(entry -> put(entries.hash(entry), entry));
    }

    /** The entry of a key, -1 if there is none. */
    int find(int hash, byte[] key) {
        for (int i = slot(hash); get(i) != EMPTY; i = next(i)) {
            int entry = get(i) << SHIFT;
            if (entries.hash(entry) == hash && entries.isOf(entry, key)) {
                return entry;
            }
        }
        return -1;
    }

    /** Adds the entry of a key that has none here. */
    void add(int hash, int entry) {
        put(hash, entry);
        size++;
    }

    /** An entry that is here stands elsewhere now. */
    void move(int hash, int from, int to) {
        set(slotOf(hash, from), to >> SHIFT);
    }

    /** Removes an entry that is here. Those that its place kept from theirs move up, so that no mark has to stay. */
    void remove(int hash, int entry) {
        int gap = slotOf(hash, entry);
        set(gap, EMPTY);
        size--;
        for (int i = next(gap); get(i) != EMPTY; i = next(i)) {
            int wanted = slot(entries.hash(get(i) << SHIFT));
            boolean stays = gap < i ? gap < wanted && wanted <= i : gap < wanted || wanted <= i;
            if (!stays) {
                set(gap, get(i));
                set(i, EMPTY);
                gap = i;
            }
        }
    }

    private int slotOf(int hash, int entry) {
        int i = slot(hash);
        while (get(i) != entry >> SHIFT) {
            if (get(i) == EMPTY) {
                throw new IllegalStateException("no entry at " + entry);
            }
            i = next(i);
        }
        return i;
    }

    private void put(int hash, int entry) {
        int i = slot(hash);
        while (get(i) != EMPTY) {
            i = next(i);
        }
        set(i, entry >> SHIFT);
    }

    private int get(int slot) {
        return table.getInt(slot * Integer.BYTES);
    }

    private void set(int slot, int place) {
        table.putInt(slot * Integer.BYTES, place);
    }

    /** A number of slots need not be a power of two: the hash is a fraction of it. */
    private int slot(int hash) {
        return (int) (((hash & 0xffff_ffffL) * slots) >>> Integer.SIZE);
    }

    private int next(int i) {
        return i + 1 == slots ? 0 : i + 1;
    }
}
