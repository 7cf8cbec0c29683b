package io.baton.master.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values that the workers of one application share, in bounded memory. When it is full, what was not used lately
 * goes. One thread at a time; the figures may be read by any.
 */
final class Store implements SegmentLog.Owner {

    /** For the parameters that say how long a key lives: as long as before, and for good if it is new. */
    static final long AS_BEFORE = -1;

    /** For good. */
    static final long FOR_GOOD = 0;

    private static final long NANOS_PER_MS = 1_000_000;

    /** Beyond that a time is no time: 100 years. */
    private static final long LONGEST_MS = 100L * 365 * 24 * 3_600_000;

    private final LongSupplier nanoTime;
    private final SegmentLog log;
    private final Entries entries;
    private final KeyIndex index;
    private final KeyHash hashing = KeyHash.random();

    private long evicted;
    private long expired;

    // What other threads see.
    private volatile long keys;
    private volatile long bytes;
    private volatile long allEvicted;
    private volatile long allExpired;

    /** What a store has, and what went. */
    record Figures(long keys, long bytes, long evicted, long expired) {}

    /**
     * A store in this memory.
     *
     * @param memory all zero, or as another program's store has left it
     * @param table for the index, all zero: {@link KeyIndex#bytes}
     * @param nanoTime a clock that goes on in another program, as {@link System#nanoTime} does
     */
    Store(ByteBuffer memory, ByteBuffer table, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.log = new SegmentLog(memory, this);
        this.entries = log.entries();
        this.index = new KeyIndex(entries, table);
        if (log.isUsed()) {
            takeOver();
        } else {
            log.begin();
        }
        publish();
    }

    /** Goes on counting where a former store of this memory was. */
    void goOn(long evictedBefore, long expiredBefore) {
        evicted += evictedBefore;
        expired += expiredBefore;
        publish();
    }

    Figures figures() {
        return new Figures(keys, bytes, allEvicted, allExpired);
    }

    /** The value of a key, null if there is none. */
    byte @Nullable [] get(byte[] key) {
        int entry = living(hash(key), key);
        if (entry < 0) {
            return null;
        }
        entries.use(entry);
        return entries.value(entry);
    }

    /**
     * Sets a value.
     *
     * @param lifeMs how long the key lives, or {@link #FOR_GOOD}, or {@link #AS_BEFORE}
     */
    void put(byte[] key, byte[] value, long lifeMs) {
        int hash = hash(key);
        int entry = living(hash, key);
        boolean mortal = lifeMs > 0 || (lifeMs == AS_BEFORE && entry >= 0 && entries.isMortal(entry));
        long end = lifeMs > 0 ? end(lifeMs) : mortal ? entries.end(entry) : 0;
        if (entry >= 0) {
            remove(hash, entry);
        }
        if (index.isFull()) {
            index.grow(log);
        }
        index.add(hash, log.append(hash, key, value, end, mortal));
        publish();
    }

    /** Removes a key. Returns whether it was there. */
    boolean remove(byte[] key) {
        int hash = hash(key);
        int entry = living(hash, key);
        if (entry >= 0) {
            remove(hash, entry);
            publish();
        }
        return entry >= 0;
    }

    /**
     * Adds to a number in decimal digits, which is 0 if there is no such key.
     *
     * @param lifeMs of a key that this makes, or {@link #FOR_GOOD}
     * @return the sum
     * @throws ArithmeticException if the value is no 64-bit number, or the sum would be none
     */
    long increment(byte[] key, long by, long lifeMs) {
        byte[] before = get(key);
        long found = before == null ? 0 : number(before);
        long sum = found + by;
        if (((found ^ sum) & (by ^ sum)) < 0) {
            throw new ArithmeticException("the sum is no 64-bit number");
        }
        put(
                key,
                Long.toString(sum).getBytes(StandardCharsets.US_ASCII),
                before == null && lifeMs > 0 ? lifeMs : AS_BEFORE);
        return sum;
    }

    /** Gives a key a time to live from now on. Returns whether there is one. */
    boolean expire(byte[] key, long lifeMs) {
        int entry = living(hash(key), key);
        if (entry >= 0) {
            entries.setEnd(entry, end(lifeMs));
        }
        return entry >= 0;
    }

    /**
     * Sets or removes a value if it is the expected one.
     *
     * @param expected null for no such key
     * @param value null to remove the key
     * @param lifeMs how long the key lives then, or {@link #AS_BEFORE}
     * @return whether it was the expected one
     */
    boolean compareAndSet(byte[] key, byte @Nullable [] expected, byte @Nullable [] value, long lifeMs) {
        byte[] now = get(key);
        if (!Arrays.equals(now, expected)) {
            return false;
        }
        if (value != null) {
            put(key, value, lifeMs);
        } else if (now != null) {
            boolean unused = remove(key);
        }
        return true;
    }

    private static long number(byte[] digits) {
        try {
            return Decimal.of(digits);
        } catch (NumberFormatException e) {
            throw new ArithmeticException("the value is no 64-bit number");
        }
    }

    private long end(long lifeMs) {
        return nanoTime.getAsLong() + Math.min(lifeMs, LONGEST_MS) * NANOS_PER_MS;
    }

    @Override
    public boolean isOver(long end) {
        return end - nanoTime.getAsLong() <= 0;
    }

    /** The entry of a key; -1 if there is none, or if its life is over. */
    private int living(int hash, byte[] key) {
        int entry = index.find(hash, key);
        if (entry >= 0 && entries.isMortal(entry) && isOver(entries.end(entry))) {
            remove(hash, entry);
            expired++;
            publish();
            return -1;
        }
        return entry;
    }

    private void remove(int hash, int entry) {
        index.remove(hash, entry);
        log.kill(entry);
    }

    @Override
    public void moved(int from, int to) {
        index.move(entries.hash(to), from, to);
    }

    @Override
    public void dropped(int entry, boolean over) {
        index.remove(entries.hash(entry), entry);
        if (over) {
            expired++;
        } else {
            evicted++;
        }
    }

    private void takeOver() {
        log.takeOver();
        // The other program has hashed with a secret of its own.
        log.visit(entry -> entries.setHash(entry, hash(entries.key(entry))));
        index.reserve(log.living());
        log.visit(this::found);
    }

    private void found(int entry) {
        int hash = entries.hash(entry);
        int older = index.find(hash, entries.key(entry));
        if (older >= 0) {
            remove(hash, older);
        }
        index.add(hash, entry);
    }

    private void publish() {
        keys = index.size();
        bytes = log.livingBytes();
        allEvicted = evicted;
        allExpired = expired;
    }

    private int hash(byte[] key) {
        return (int) hashing.of(key);
    }
}
