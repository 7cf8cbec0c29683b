package io.baton.master.shared;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Entries one behind the other in segments of one block of memory. A segment that is full is followed by another one; where there
 * is none left, the living entries of an old segment go to the newest one, and the old one is free again. So memory has no gaps that
 * are too small to use, and an entry costs no object that the collector would have to look at: the master's event loop stops
 * for each collection.
 *
 * <p>Everything that is needed to go on stands in the memory itself: another program can take it over. One thread at a time.
 */
final class SegmentLog {

    /** More than the longest entry. */
    static final int SEGMENT = 256 * 1024;

    /** Fewer would leave none to clean into. */
    static final int FEWEST = 4;

    /** At the beginning of a segment: its number in the order of filling, 0 for a free one, and how many bytes it has. */
    private static final int SEGMENT_HEAD = 16;

    private static final int FILLED = 8;

    /** So many segments in a row may be of use as a whole; then one gives way. */
    private static final int PATIENCE = 4;

    private final ByteBuffer memory;
    private final Entries entries;
    private final int segments;
    private final Owner owner;
    private final int[] living;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final List<Integer> full = new ArrayList<>();

    private int untouched;
    private int head;
    private long sequence;
    private int livingEntries;
    private long livingBytes;

    /** Hears what becomes of living entries. */
    interface Owner {

        /** An entry stands elsewhere now. */
        void moved(int from, int to);

        /** Whether the life of an entry is over, which ends at this time. */
        boolean isOver(long end);

        /** An entry is gone: its life was over, or there was no room for it. */
        void dropped(int entry, boolean over);
    }

    /**
     * In this memory. {@link #begin()} or {@link #takeOver} follows.
     *
     * @param memory at least {@link #FEWEST} segments
     */
    SegmentLog(ByteBuffer memory, Owner owner) {
        this.memory = memory.order(ByteOrder.nativeOrder());
        this.entries = new Entries(memory);
        this.segments = memory.capacity() / SEGMENT;
        this.owner = owner;
        this.living = new int[segments];
    }

    /** Begins in memory that is all zero. */
    void begin() {
        begin(take());
    }

    /** Whether the memory has what another log has written there. */
    boolean isUsed() {
        for (int segment = 0; segment < segments; segment++) {
            if (memory.getLong(segment * SEGMENT) != 0) {
                return true;
            }
        }
        return false;
    }

    /** An entry as it stands in the memory. */
    interface Visitor {

        void found(int entry);
    }

    /**
     * Goes on with what the memory has.
     *
     * @throws IllegalStateException if that is no log
     */
    void takeOver() {
        for (int segment = 0; segment < segments; segment++) {
            if (memory.getLong(segment * SEGMENT) != 0) {
                full.add(segment);
                untouched = segment + 1;
            }
        }
        for (int segment = 0; segment < untouched; segment++) {
            if (!full.contains(segment)) {
                free.add(segment);
            }
        }
        full.sort(Comparator.comparingLong(segment -> memory.getLong(segment * SEGMENT)));
        head = full.remove(full.size() - 1);
        sequence = memory.getLong(head * SEGMENT);
        visit(entry -> count(entry, 1));
    }

    /** Visits each living entry, the oldest first. */
    void visit(Visitor visitor) {
        for (int segment : full) {
            visit(segment, visitor);
        }
        visit(head, visitor);
    }

    private void visit(int segment, Visitor visitor) {
        int end = end(segment);
        boolean whole = end >= first(segment) && end <= (segment + 1) * SEGMENT;
        for (int entry = first(segment); whole && entry < end; entry += entries.length(entry)) {
            int length = entries.length(entry);
            whole = length >= Entries.SHORTEST && length <= end - entry;
            if (whole && !entries.isDead(entry)) {
                visitor.found(entry);
            }
        }
        if (!whole) {
            throw new IllegalStateException("segment " + segment + " has no entries as this log writes them");
        }
    }

    /** What stands in an entry. */
    Entries entries() {
        return entries;
    }

    /** The number of living entries. */
    int living() {
        return livingEntries;
    }

    /** The number of bytes that living entries take. */
    long livingBytes() {
        return livingBytes;
    }

    /** The number of bytes of memory that are in use. */
    long bytes() {
        return (long) (untouched - free.size()) * SEGMENT;
    }

    /**
     * Writes an entry behind the others. Other entries may move, or go.
     *
     * @param end of its life, for {@link Owner#isOver}
     * @param mortal whether its life ends at all
     * @return where it stands until it is moved
     */
    int append(int hash, byte[] key, byte[] value, long end, boolean mortal) {
        int length = Entries.length(key.length, value.length);
        makeRoom(length);
        int entry = end(head);
        entries.write(entry, hash, key, value, end, mortal);
        grow(length);
        count(entry, 1);
        return entry;
    }

    /** The entry is not needed any more. */
    void kill(int entry) {
        entries.kill(entry);
        count(entry, -1);
    }

    private void makeRoom(int length) {
        for (int cleaned = 0; room() < length; ) {
            boolean scarce = available() < 2;
            if (!scarce && (cleaned > 0 || !isWasteful())) {
                next();
            } else {
                boolean crowded = scarce && livingBytes > (long) (segments - 2) * SEGMENT / 4 * 3;
                clean(full.remove(crowded ? 0 : emptiest()), crowded, crowded && cleaned >= PATIENCE);
                cleaned++;
            }
        }
    }

    /** Whether most of what is in use is of no use. */
    private boolean isWasteful() {
        return full.size() > FEWEST && livingBytes < bytes() / 2;
    }

    private int emptiest() {
        int best = 0;
        for (int i = 1; i < full.size(); i++) {
            if (living[full.get(i)] < living[full.get(best)]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * Moves what lives to the newest segments, and frees this one.
     *
     * @param drops whether entries go that were not used since the last time
     * @param all whether all entries go
     */
    private void clean(int segment, boolean drops, boolean all) {
        for (int entry = first(segment); entry < end(segment); entry += entries.length(entry)) {
            if (entries.isDead(entry)) {
                continue;
            }
            boolean over = entries.isMortal(entry) && owner.isOver(entries.end(entry));
            if (over || all || (drops && !entries.isUsed(entry))) {
                count(entry, -1);
                owner.dropped(entry, over);
            } else {
                move(entry);
            }
        }
        memory.putLong(segment * SEGMENT, 0);
        free.addLast(segment);
    }

    private void move(int entry) {
        int length = entries.length(entry);
        if (room() < length) {
            next();
        }
        int to = end(head);
        entries.copy(entry, to);
        grow(length);
        count(entry, -1);
        count(to, 1);
        owner.moved(entry, to);
    }

    /** One more entry stands in the newest segment. Another program may take over at any moment, so it is there before it counts. */
    private void grow(int length) {
        VarHandle.releaseFence();
        memory.putInt(head * SEGMENT + FILLED, end(head) - head * SEGMENT + length);
    }

    private void next() {
        full.add(head);
        begin(take());
    }

    private void begin(int segment) {
        head = segment;
        memory.putInt(head * SEGMENT + FILLED, SEGMENT_HEAD);
        memory.putLong(head * SEGMENT, ++sequence);
    }

    private int take() {
        return free.isEmpty() ? untouched++ : Objects.requireNonNull(free.pollFirst());
    }

    private int available() {
        return free.size() + segments - untouched;
    }

    private int room() {
        return (head + 1) * SEGMENT - end(head);
    }

    private static int first(int segment) {
        return segment * SEGMENT + SEGMENT_HEAD;
    }

    private int end(int segment) {
        return segment * SEGMENT + memory.getInt(segment * SEGMENT + FILLED);
    }

    private void count(int entry, int sign) {
        int bytes = sign * entries.length(entry);
        living[entry / SEGMENT] += bytes;
        livingBytes += bytes;
        livingEntries += sign;
    }

    @Override
    public String toString() {
        return livingBytes + " bytes in " + Arrays.toString(living);
    }
}
