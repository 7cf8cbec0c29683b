package io.baton.master.shared;

import java.nio.ByteBuffer;

/**
 * What stands in an entry of a {@link SegmentLog}: its length, the hash of its key, the end of its life, the lengths of value and
 * key, three marks, the key, the value. An entry is known by where it begins. One thread at a time.
 */
final class Entries {

    private static final int HEAD = 24;
    private static final int HASH = 4;
    private static final int END = 8;
    private static final int VALUE_LENGTH = 16;
    private static final int KEY_LENGTH = 20;
    private static final int MARKS = 22;

    private static final byte DEAD = 1;
    private static final byte USED = 2;
    private static final byte MORTAL = 4;

    private static final int ALIGNMENT = 8;

    /** The length of the shortest entry. */
    static final int SHORTEST = length(1, 0);

    private final ByteBuffer memory;

    /** @param memory in the order of bytes of this machine */
    Entries(ByteBuffer memory) {
        this.memory = memory;
    }

    /** How many bytes an entry takes. */
    static int length(int key, int value) {
        return (HEAD + key + value + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    void write(int entry, int hash, byte[] key, byte[] value, long end, boolean mortal) {
        memory.putInt(entry, length(key.length, value.length))
                .putInt(entry + HASH, hash)
                .putLong(entry + END, end)
                .putInt(entry + VALUE_LENGTH, value.length)
                .putShort(entry + KEY_LENGTH, (short) key.length)
                .put(entry + MARKS, mortal ? MORTAL : 0)
                .put(entry + HEAD, key)
                .put(entry + HEAD + key.length, value);
    }

    /** Copies an entry; the copy was not used yet. */
    void copy(int from, int to) {
        memory.put(to, memory, from, length(from));
        memory.put(to + MARKS, (byte) (memory.get(to + MARKS) & ~USED));
    }

    int length(int entry) {
        return memory.getInt(entry);
    }

    int hash(int entry) {
        return memory.getInt(entry + HASH);
    }

    void setHash(int entry, int hash) {
        memory.putInt(entry + HASH, hash);
    }

    /** Whether the entry is of this key. */
    boolean isOf(int entry, byte[] key) {
        if (memory.getShort(entry + KEY_LENGTH) != key.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (memory.get(entry + HEAD + i) != key[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] key(int entry) {
        byte[] key = new byte[memory.getShort(entry + KEY_LENGTH)];
        memory.get(entry + HEAD, key);
        return key;
    }

    byte[] value(int entry) {
        byte[] value = new byte[memory.getInt(entry + VALUE_LENGTH)];
        memory.get(entry + HEAD + memory.getShort(entry + KEY_LENGTH), value);
        return value;
    }

    /** When its life ends; of use only if it {@link #isMortal}. */
    long end(int entry) {
        return memory.getLong(entry + END);
    }

    boolean isMortal(int entry) {
        return is(entry, MORTAL);
    }

    /** Its life ends at this time. */
    void setEnd(int entry, long end) {
        memory.putLong(entry + END, end);
        mark(entry, MORTAL);
    }

    /** The entry was asked for: it is not among the first to go. */
    void use(int entry) {
        mark(entry, USED);
    }

    boolean isUsed(int entry) {
        return is(entry, USED);
    }

    boolean isDead(int entry) {
        return is(entry, DEAD);
    }

    /** It is not needed any more. */
    void kill(int entry) {
        mark(entry, DEAD);
    }

    private boolean is(int entry, byte mark) {
        return (memory.get(entry + MARKS) & mark) != 0;
    }

    private void mark(int entry, byte mark) {
        memory.put(entry + MARKS, (byte) (memory.get(entry + MARKS) | mark));
    }
}
