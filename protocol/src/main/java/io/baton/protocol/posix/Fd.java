package io.baton.protocol.posix;

/**
 * A file descriptor with one owner, who closes it or gives it away exactly once.
 *
 * <p>Not thread-safe: it belongs to its owner's thread. A number is only seen again after {@link #close} or
 * {@link #release} by a mistake, which is told instead of hitting whatever was opened under that number since.
 */
public final class Fd implements AutoCloseable {

    private static final int GONE = -1;

    private int number;

    private Fd(int number) {
        this.number = number;
    }

    /**
     * Becomes the owner of a descriptor that nobody else owns.
     *
     * @param number an open descriptor, {@code >= 0}
     */
    public static Fd own(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("fd: " + number + " (expected: >= 0)");
        }
        return new Fd(number);
    }

    /** The number, for a system call; ownership stays here. */
    public int number() {
        if (number == GONE) {
            throw new IllegalStateException("descriptor was closed or given away");
        }
        return number;
    }

    /** Whether it is neither closed nor given away. */
    public boolean isOpen() {
        return number != GONE;
    }

    /** Gives the descriptor away: the caller owns the number from here on. */
    public int release() {
        int released = number();
        number = GONE;
        return released;
    }

    /** Closes the descriptor if it is still owned. Errors of close(2) are not reported: the descriptor is gone anyway. */
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
