package io.baton.master.dispatch;

/** Keeps a gate closed while as many fresh connections wait as may. Conductor thread only. */
final class HoldGate {

    private final Gate gate;
    private final int capacity;

    private boolean closed;

    /**
     * The gate is open.
     *
     * @param capacity how many connections may wait, {@code >= 1}
     */
    HoldGate(Gate gate, int capacity) {
        this.gate = gate;
        this.capacity = capacity;
    }

    /** So many wait, perhaps one more than before. */
    void closeIfFull(int waiting) {
        if (waiting >= capacity && !closed) {
            closed = true;
            gate.close();
        }
    }

    /** So many wait, perhaps fewer than before. */
    void openIfRoom(int waiting) {
        if (closed && waiting < capacity) {
            closed = false;
            gate.open();
        }
    }
}
