package io.baton.bench.load.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Connections that are opened once and asked again and again, each by one thread at a time. */
public final class KeptConnections implements AutoCloseable {

    private final int port;
    private final Duration patience;
    private final BlockingQueue<ClientConnection> idle = new LinkedBlockingQueue<>();

    private KeptConnections(int port, Duration patience) {
        this.port = port;
        this.patience = patience;
    }

    /** Opens so many; each has had one answer when this returns. */
    public static KeptConnections open(int port, int count, Duration patience) throws IOException {
        KeptConnections kept = new KeptConnections(port, patience);
        for (int i = 0; i < count; i++) {
            ClientConnection connection = ClientConnection.open(port, patience);
            kept.idle.add(connection);
            connection.get("/", false).requireOk();
        }
        return kept;
    }

    /** How many are idle now. */
    public int count() {
        return idle.size();
    }

    /** Uses the connection that has been idle longest, or waits for one. A failed connection is replaced by a new one. */
    public void get(String path) throws IOException {
        ClientConnection connection = take();
        try {
            connection.get(path, false).requireOk();
            idle.add(connection);
        } catch (IOException e) {
            connection.close();
            idle.add(ClientConnection.open(port, patience));
            throw e;
        }
    }

    private ClientConnection take() throws IOException {
        try {
            ClientConnection connection = idle.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (connection == null) {
                throw new IOException("no connection was free in " + patience.toSeconds() + " s");
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() throws IOException {
        for (ClientConnection connection : idle) {
            connection.close();
        }
    }
}
