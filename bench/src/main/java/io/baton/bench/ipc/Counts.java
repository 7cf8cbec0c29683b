package io.baton.bench.ipc;

/**
 * How much is sent in one measurement.
 *
 * @param messages one way
 * @param pings each after the answer to the one before
 * @param replies with 64 messages on their way
 * @param sockets handed over
 */
record Counts(int messages, int pings, int replies, int sockets) {

    /** For {@code master.js}. */
    @Override
    public String toString() {
        return messages + "," + pings + "," + replies + "," + sockets;
    }
}
