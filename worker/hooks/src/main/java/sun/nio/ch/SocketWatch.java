package sun.nio.ch;

/**
 * Hears of what a server does with the connections that were handed to it. Every method is called by the server's own threads,
 * several at once for one connection, on the way of each read and write: nothing here may wait or allocate. A descriptor that
 * is no connection of the agent's is ignored.
 *
 * <p>Each {@code mayRead} that returned true is followed by exactly one call that tells what the read did, whatever that was:
 * a connection is not given back between the two. Writes are told of in the same way.
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
     * @param count of the bytes; 0 if there were none, or the read failed; a negative number for the end of the stream
     */
    void hasRead(int fd, long address, int count);

    /**
     * The server has read into several buffers.
     *
     * @param vector address of the {@code iovec} structures
     * @param parts how many of these there are
     * @param count as above, over all parts
     */
    void hasReadParts(int fd, long vector, int parts, long count);

    /**
     * The server is about to write, or to send a file.
     *
     * @return false if the connection is not the server's any more. The write then fails
     */
    boolean mayWrite(int fd);

    /**
     * The server has written.
     *
     * @param address of the bytes
     * @param count of the bytes that the kernel took; 0 or less if it took none, or the write failed
     */
    void hasWritten(int fd, long address, int count);

    /**
     * The server has written from several buffers.
     *
     * @param vector address of the {@code iovec} structures
     * @param parts how many of these there are
     * @param count as above, over all parts
     */
    void hasWrittenParts(int fd, long vector, int parts, long count);

    /**
     * The server has sent bytes of a file, which no memory of this process held.
     *
     * @param count as above
     */
    void hasSentFile(int fd, long count);

    /**
     * The server is about to call shutdown(2).
     *
     * @param input whether it ends what the client sends
     * @param output whether it ends what the client gets
     * @return false if the connection is not the server's any more, and nothing must be done
     */
    boolean mayShutDown(int fd, boolean input, boolean output);

    /** The server is about to call close(2). The number may belong to another file afterwards. */
    void closes(int fd);
}
