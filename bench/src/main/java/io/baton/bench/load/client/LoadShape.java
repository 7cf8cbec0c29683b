package io.baton.bench.load.client;

/**
 * How a load asks.
 *
 * @param clients each with one connection at most and one request at a time
 * @param perSecond requests a second of all clients together, whether or not earlier ones were answered; 0: each client sends
 *     its next request as soon as the last one was answered
 * @param newConnections whether every request comes on a connection of its own
 */
public record LoadShape(int clients, int perSecond, boolean newConnections) {

    public LoadShape {
        if (clients < 1) {
            throw new IllegalArgumentException("clients: " + clients + " (expected: >= 1)");
        }
        if (perSecond < 0) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: >= 0)");
        }
    }

    @Override
    public String toString() {
        String pace = perSecond == 0 ? "without pause" : perSecond + " requests a second";
        return pace + ", " + clients + (newConnections ? " clients, a connection each time" : " kept connections");
    }
}
