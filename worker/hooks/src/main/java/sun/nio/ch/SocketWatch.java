package sun.nio.ch;

/**
 * Hears of what a server does with the connections that were handed to it. Every method is called by the server's own threads,
 * several at once for one connection, on the way of each read and write: nothing here may wait or allocate. A descriptor that
 * is no connection of the agent's is ignored.
 */
public interface SocketWatch {

    /**
     * The server is about to read.
     *
     * @return false if the connection is not the server's any more. The server then reads the end of the stream
     */
    boolean mayRead(int fd);

    /**
     * The server has read.
     *
     * @param address of the bytes
     * @param count {@code > 0}, or a negative number for the end of the stream
     */
    void hasRead(int fd, long address, int count);

    /**
     * The server is about to write.
     *
     * @return false if the connection is not the server's any more. The write then fails
     */
    boolean mayWrite(int fd);

    /**
     * The server has written.
     *
     * @param address of the bytes that the kernel took
     * @param count {@code > 0}
     */
    void hasWritten(int fd, long address, int count);

    /** Bytes of a file went to the connection past {@link #hasWritten}. */
    void hasSentFile(int fd, long count);

    /**
     * The server is about to call shutdown(2).
     *
     * @return false if the connection is not the server's any more, and nothing must be done
     */
    boolean mayShutDown(int fd);

    /** The server is about to call close(2). The number may belong to another file afterwards. */
    void closes(int fd);
}
