package io.baton.agent.channel;

import java.io.IOException;

/**
 * The master, as it is spoken to by the threads of the server. Any thread may call. Messages go out in the order of the calls;
 * a call that writes waits for the kernel to take the bytes, never for the master.
 */
public interface Primary {

    /**
     * Asks whether this process may listen there, as a worker of Node's {@code cluster} does ({@code queryServer}), and waits
     * for the answer.
     *
     * @throws IOException if the channel has ended
     */
    Answer query(ListenQuestion question) throws IOException;

    /** The server listens there. Connections come from now on ({@code listening}). */
    void listening(ListenQuestion question);

    /** The server listens there no more ({@code close}). */
    void closed(String key);

    /**
     * The server takes the connection: ACK and {@code accepted:true} in one send. When this returns true they are in the
     * kernel, and the caller alone owns the connection.
     *
     * @return false if the channel has ended; the caller closes its descriptor, unread
     */
    boolean accepted(long seq);

    /** The server does not take the connection: ACK and {@code accepted:false}. The caller has closed its descriptor. */
    void refused(long seq);

    /**
     * Gives a connection back, for another worker to serve.
     *
     * @param descriptor stays the caller's. If this returns true, nothing more is read or written on it
     * @return whether the line and the descriptor are in the kernel; false if the channel has ended, or is full
     */
    boolean giveBack(String key, int descriptor, long requests, long ageMs);
}
