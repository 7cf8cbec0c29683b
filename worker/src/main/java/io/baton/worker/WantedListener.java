package io.baton.worker;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.worker.net.ReusePort;
import io.baton.worker.spi.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One listener that a worker is to serve. It is settled by the master's answer, or by a socket that the worker binds
 * itself. Once it is open, connections come through it. Owned by the worker's event loop.
 */
final class WantedListener {

    private static final long NOT_ASKED = -1;

    private final ListenerArgument argument;
    private final ListenRequest request;

    private long query = NOT_ASKED;
    private boolean settled;
    private boolean own;
    private @Nullable Fd socket;
    private @Nullable String key;
    private @Nullable Listener listener;

    /**
     * A listener that is not asked for yet.
     *
     * @param index how many earlier listeners of the worker have the same address
     */
    WantedListener(ListenerArgument argument, int index) {
        this.argument = argument;
        this.request = new ListenRequest(argument.address(), index, -1, 0, 0, null);
    }

    /** Asks the master, or binds a socket of the worker's own. */
    void begin(PrimaryProxy primary) throws IOException {
        if (argument.mode() == Mode.REUSEPORT) {
            socket = ReusePort.bind(argument.host(), argument.port());
            own = true;
            settled = true;
        } else {
            query = primary.queryServer(request);
        }
    }

    /** Whether the listener waits for this answer. */
    boolean waitsFor(Message.QueryReply reply) {
        return !settled && query == reply.ack();
    }

    /** The master's answer without a socket: it hands connections over from now on. */
    void answered(Message.QueryReply reply, Intake intake) throws IOException {
        settled = true;
        if (reply.errno() != 0) {
            throw new IOException(Errno.describe(-reply.errno()));
        }
        ListenAddress bound = reply.bound();
        Listener handedOver =
                new Listener(argument.name(), BoundAddress.of(bound == null ? argument.address() : bound));
        key = reply.key();
        listener = handedOver;
        intake.listenTo(reply.key(), handedOver);
    }

    /**
     * The master's answer with a socket to accept on.
     *
     * @param bound owned by the listener from here on; null if it was lost on the way
     */
    void answered(Message.QueryReply reply, @Nullable Fd bound) throws IOException {
        settled = true;
        if (bound == null) {
            throw new IOException("the socket was lost on the way");
        }
        key = reply.key();
        socket = bound;
    }

    /** Whether the listener has its answer or its socket. */
    boolean isSettled() {
        return settled;
    }

    /** Accepts connections and tells the master that the worker listens. */
    Listener open(Intake intake, PrimaryProxy primary) throws IOException {
        Listener opened = listener != null ? listener : accept(intake);
        int port = opened.address() instanceof InetSocketAddress tcp ? tcp.getPort() : argument.port();
        primary.listening(request.withPort(port));
        return opened;
    }

    private Listener accept(Intake intake) throws IOException {
        Fd accepting = socket;
        if (accepting == null) {
            throw new IllegalStateException(argument.name() + " is not settled");
        }
        socket = null;
        Listener opened = new Listener(argument.name(), BoundAddress.of(accepting));
        listener = opened;
        intake.accept(accepting, own, opened);
        return opened;
    }

    /** Tells the master that the worker no longer listens here. */
    void close(PrimaryProxy primary) {
        if (key != null) {
            primary.close(key);
        }
    }

    /** Settles for nothing: a socket that came is closed unused. */
    void abandon() {
        settled = true;
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    @Override
    public String toString() {
        return argument.name() + " on " + argument.address();
    }
}
