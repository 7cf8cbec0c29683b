package io.baton.protocol.posix;

/**
 * A file descriptor with one owner. The owner closes it or gives it away, exactly once.
 *
 * <p>Not thread-safe: it belongs to its owner's thread. Using an Fd after {@link #close} or {@link #release} is a bug and
 * throws; the number may belong to another file by then.
 */
public final class Fd implements AutoCloseable {

    private static final int GONE = -1;

    private int number;

    private Fd(int number) {
        this.number = number;
    }

    /**
     * Owns a descriptor that has no owner yet.
     *
     * @param number an open descriptor, {@code >= 0}
     */
    public static Fd own(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("fd: " + number + " (expected: >= 0)");
        }
        return new Fd(number);
    }

    /** The number, for a system call. Ownership does not change. */
    public int number() {
        if (number == GONE) {
            throw new IllegalStateException("descriptor was closed or given away");
        }
        return number;
    }

    /** Whether this is still the owner: the descriptor is neither closed nor given away. */
    public boolean isOpen() {
        return number != GONE;
    }

    /** Gives the descriptor away: the caller owns the number from here on. */
    public int release() {
        int released = number();
        number = GONE;
        return released;
    }

    /**
     * Closes the descriptor unless it was closed or given away. An error of close(2) is not reported, because the
     * descriptor is closed anyway.
     */
    @Override
    public void close() {
        if (number != GONE) {
            Libc.close(release());
        }
    }

    @Override
    public String toString() {
        return number == GONE ? "fd=gone" : "fd=" + number;
    }
}
