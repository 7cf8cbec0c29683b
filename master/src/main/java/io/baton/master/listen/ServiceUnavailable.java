package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Return;
import io.baton.master.dispatch.Unserved;
import io.baton.master.journal.ApplicationJournal;
import io.baton.protocol.posix.Libc;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Answers an HTTP client that no worker could take with 503 and the end of the stream, and closes the connection a second
 * later. A close before the client's request was read would reset the connection, and the client would lose the answer (RFC
 * 9112, section 9.6). Conductor thread only.
 */
public final class ServiceUnavailable implements Unserved {

    private static final long LINGER_MS = 1_000;

    private static final String BODY = "no worker is ready\n";
    private static final byte[] ANSWER =
            ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n" + "Content-Length: "
                            + BODY.length() + "\r\nRetry-After: 1\r\nConnection: close\r\n\r\n" + BODY)
                    .getBytes(StandardCharsets.US_ASCII);

    private final Clock clock;
    private final UnservedReport report;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
    private final ByteBuffer discarded = ByteBuffer.allocateDirect(64 * 1024);

    /**
     * Answers on this clock's loop.
     *
     * @param journal hears how many clients were answered so
     */
    public ServiceUnavailable(Clock clock, ApplicationJournal journal) {
        this.clock = clock;
        this.report = new UnservedReport(clock, journal, "answered 503");
    }

    @Override
    public void end(Connection connection) {
        // Now already, in case that this process does not live for another second.
        boolean spoke = discard(connection);
        if (spoke || !isIdle(connection)) {
            Libc.send(connection.socket(), answer.rewind());
            report.one();
        }
        Libc.shutdownOutput(connection.socket());
        clock.after(LINGER_MS, () -> discardAndClose(connection));
    }

    /** A client that has had all its answers is not told an error that it did not ask for. */
    private static boolean isIdle(Connection connection) {
        Return given = connection.given();
        return given != null && !given.hasLeftover();
    }

    private void discardAndClose(Connection connection) {
        boolean unused = discard(connection);
        connection.close();
    }

    /** Returns whether there was anything. */
    private boolean discard(Connection connection) {
        int reads = 0;
        while (reads < 16 && Libc.receive(connection.socket(), discarded.clear()) > 0) {
            // Bytes of a request that is answered without being read.
            reads++;
        }
        return reads > 0;
    }
}
