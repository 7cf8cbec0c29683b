package io.baton.master.shared;

/**
 * Where the entry of each key stands: a table with open addressing and linear probing. It has no object for a key. One thread at a
 * time.
 */
final class KeyIndex {

    private static final int SMALLEST = 1024;
    private static final int EMPTY = 0;

    /** Entries begin at multiples of 8, behind the head of a segment, so no place is {@link #EMPTY}. */
    private static final int SHIFT = 3;

    private final Entries entries;

    private int[] table = new int[SMALLEST];
    private int size;

    KeyIndex(Entries entries) {
        this.entries = entries;
    }

    /** The number of keys. */
    int size() {
        return size;
    }

    /** The entry of a key, -1 if there is none. */
    int find(int hash, byte[] key) {
        for (int i = slot(hash); table[i] != EMPTY; i = next(i)) {
            int entry = table[i] << SHIFT;
            if (entries.hash(entry) == hash && entries.isOf(entry, key)) {
                return entry;
            }
        }
        return -1;
    }

    /** Adds the entry of a key that has none here. */
    void add(int hash, int entry) {
        if (size >= table.length / 2) {
            grow();
        }
        put(hash, entry);
        size++;
    }

    /** An entry that is here stands elsewhere now. */
    void move(int hash, int from, int to) {
        table[slotOf(hash, from)] = to >> SHIFT;
    }

    /** Removes an entry that is here. Those that its place kept from theirs move up, so that no mark has to stay. */
    void remove(int hash, int entry) {
        int gap = slotOf(hash, entry);
        table[gap] = EMPTY;
        size--;
        for (int i = next(gap); table[i] != EMPTY; i = next(i)) {
            int wanted = slot(entries.hash(table[i] << SHIFT));
            boolean stays = gap < i ? gap < wanted && wanted <= i : gap < wanted || wanted <= i;
            if (!stays) {
                table[gap] = table[i];
                table[i] = EMPTY;
                gap = i;
            }
        }
    }

    private int slotOf(int hash, int entry) {
        int i = slot(hash);
        while (table[i] != entry >> SHIFT) {
            if (table[i] == EMPTY) {
                throw new IllegalStateException("no entry at " + entry);
            }
            i = next(i);
        }
        return i;
    }

    private void put(int hash, int entry) {
        int i = slot(hash);
        while (table[i] != EMPTY) {
            i = next(i);
        }
        table[i] = entry >> SHIFT;
    }

    private void grow() {
        int[] old = table;
        table = new int[2 * old.length];
        for (int place : old) {
            if (place != EMPTY) {
                put(entries.hash(place << SHIFT), place << SHIFT);
            }
        }
    }

    private int slot(int hash) {
        return hash & (table.length - 1);
    }

    private int next(int i) {
        return (i + 1) & (table.length - 1);
    }
}
