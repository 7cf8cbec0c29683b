package io.baton.agent.watch;

import io.baton.agent.channel.Primary;
import sun.nio.ch.SocketWatch;

/** Every connection that the server has accepted, and what is known of its requests. */
public final class Connections implements SocketWatch {

    /**
     * None is open yet.
     *
     * @param observe whether the bytes are looked at
     */
    public Connections(Primary primary, Sockets sockets, boolean observe) {}

    /** The server has accepted a connection, and {@link Primary#accepted} has returned true. By the thread that accepted. */
    public void opened(int fd, String key, long requests, long ageMs) {}

    @Override
    public boolean mayRead(int fd) {
        return true;
    }

    @Override
    public void hasRead(int fd, long address, int count) {}

    @Override
    public void hasReadParts(int fd, long vector, int parts, long count) {}

    @Override
    public boolean mayWrite(int fd) {
        return true;
    }

    @Override
    public void hasWritten(int fd, long address, int count) {}

    @Override
    public void hasWrittenParts(int fd, long vector, int parts, long count) {}

    @Override
    public void hasSentFile(int fd, long count) {}

    @Override
    public boolean mayShutDown(int fd, boolean input, boolean output) {
        return true;
    }

    @Override
    public void closes(int fd) {}
}
