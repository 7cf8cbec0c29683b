package io.baton.master.control;

/** The memory that all clients together may take for lines that are longer than usual. Control thread only. */
final class LineMemory {

    /** Enough for four of the longest requests at once, in a heap of 64 MB. */
    static final int BYTES = 4 << 20;

    private int left = BYTES;

    /** Takes so much. Returns false if there is not so much left. */
    boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Gives back what was taken. */
    void give(int bytes) {
        left += bytes;
    }

    /** How much can be taken. */
    int left() {
        return left;
    }
}
