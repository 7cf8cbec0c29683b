package io.baton.agent.watch;

/** What is asked of the operating system about a connection. Any thread may call. */
public interface Sockets {

    /** The client's address as text, {@code 127.0.0.1:4711}; empty if it has none. */
    String peer(int fd);

    /** A copy of the descriptor if it is a TCP socket; a negative number if it is none. The caller owns the copy. */
    int copy(int fd);

    /** Closes a copy. */
    void close(int copy);

    /** The server reads the end of the stream next, as if the client had sent its last byte. */
    void endInput(int fd);

    /** Ends both directions of a connection, for every process that has it. */
    void shutDown(int fd);
}
