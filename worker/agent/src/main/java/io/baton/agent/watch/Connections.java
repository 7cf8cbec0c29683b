package io.baton.agent.watch;

import io.baton.agent.channel.Primary;
import sun.nio.ch.SocketWatch;

/** Every connection that the server has accepted, and what is known of its requests. */
public final class Connections implements SocketWatch {

    /** None is open yet. */
    public Connections(Primary primary) {}

    /** The server has accepted a connection, and {@link Primary#accepted} has returned true. By the thread that accepted. */
    public void opened(int fd, String key, long requests, long ageMs) {}

    @Override
    public boolean mayRead(int fd) {
        return true;
    }

    @Override
    public void hasRead(int fd, long address, int count) {}

    @Override
    public boolean mayWrite(int fd) {
        return true;
    }

    @Override
    public void hasWritten(int fd, long address, int count) {}

    @Override
    public void hasSentFile(int fd, long count) {}

    @Override
    public boolean mayShutDown(int fd) {
        return true;
    }

    @Override
    public void closes(int fd) {}
}
