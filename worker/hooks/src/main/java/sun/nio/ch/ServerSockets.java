package sun.nio.ch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server sockets whose connections come from the master. Called by the server's own threads. */
public interface ServerSockets {

    /** Of {@link #accept}: no connection waits. */
    int NONE = -1;

    /** Of {@link #accept}: the socket is an ordinary one. */
    int ORDINARY = -2;

    /**
     * A server binds a socket.
     *
     * @return false if the socket is to be an ordinary one
     */
    boolean bind(int fd, InetAddress address, int port) throws IOException;

    /**
     * A server listens on a bound socket.
     *
     * @return false if the kernel has to listen
     */
    boolean listen(int fd, int backlog) throws IOException;

    /** What the server bound; null if the kernel knows. */
    InetSocketAddress address(int fd);

    /** The options of what the server bound; null if the kernel keeps them. */
    ServerOptions options(int fd);

    /**
     * Takes a connection that waits.
     *
     * @return its descriptor, {@link #NONE} or {@link #ORDINARY}
     */
    int accept(int fd) throws IOException;

    /** The kernel has accepted a connection for an {@link #ORDINARY} socket. */
    void hasAccepted(int fd, int connection);

    /** A connection was taken, and its client has left: closes its descriptor. */
    void drop(int connection);

    /** Whether the descriptor is a socket or a connection from the master, which never waits in the kernel. */
    boolean neverBlocks(int fd);

    /** The server is about to close a descriptor. */
    void closes(int fd);
}
