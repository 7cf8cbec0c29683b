package io.baton.master.it.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client that sends any bytes and keeps every byte that comes back. Fails rather than waits for ever. */
final class RawConnection implements AutoCloseable {

    private static final int LIMIT_MS = 20_000;
    private static final int AT_ONCE_MS = 1;

    private enum Heard {
        BYTES,
        NOTHING,
        END
    }

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private boolean ended;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    Socket socket() {
        return socket;
    }

    /** Sends bytes, one a character. What a server that has closed does not take is seen by what can still be read. */
    void send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // See above.
        }
    }

    /** Says that nothing more will be sent, and goes on listening. */
    void sendFin() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection at once, both ways. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The answers so far, once there are so many or the server has closed. */
    List<RawAnswer> awaitAnswers(int count) throws IOException {
        while (answers().size() < count && read(LIMIT_MS) == Heard.BYTES) {}
        return answers();
    }

    /** Reads on to the end; false if the server does not close. */
    boolean awaitEnd() throws IOException {
        while (read(LIMIT_MS) == Heard.BYTES) {}
        return ended;
    }

    /** Reads what is there already. */
    void readAvailable() throws IOException {
        while (read(AT_ONCE_MS) == Heard.BYTES) {}
    }

    /** Whether the server has closed and everything before that was read. */
    boolean hasEnded() {
        return ended;
    }

    List<RawAnswer> answers() {
        return RawAnswer.parse(text());
    }

    /** All bytes so far, one a character. */
    String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private Heard read(int waitMs) throws IOException {
        if (ended) {
            return Heard.END;
        }
        byte[] bytes = new byte[64 * 1024];
        try {
            socket.setSoTimeout(waitMs);
            int count = socket.getInputStream().read(bytes);
            if (count >= 0) {
                received.write(bytes, 0, count);
                return Heard.BYTES;
            }
        } catch (SocketTimeoutException e) {
            return Heard.NOTHING;
        } catch (SocketException e) {
            // A reset is an end, too.
        }
        ended = true;
        return Heard.END;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
