package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.dispatch.Lane;
import io.baton.master.dispatch.MoveReason;
import io.baton.master.dispatch.Return;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.HandleType;
import io.baton.protocol.Moved;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PeerAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one worker that go on to others: it is asked for some, tells which it has, and gives them back.
 * Conductor thread only.
 */
public final class Moves {

    /** A worker that is well answers in milliseconds. */
    private static final long LIMIT_MS = 5_000;

    /** Ten thousand connections take some seconds, and on a busy machine more. */
    private static final long GIVE_BACK_LIMIT_MS = 60_000;

    private final WorkerHandle worker;
    private final WorkerProxy proxy;
    private final WorkerEvents events;
    private final Clock clock;
    private final PeerAddress peer = new PeerAddress();

    /** The requests for connections that the worker has not answered, by number, the oldest first. It obeys them in order. */
    private final Map<Long, Request> requests = new LinkedHashMap<>();

    private final Map<Long, Consumer<MovingMessage.@Nullable Connections>> questions = new LinkedHashMap<>();

    private boolean able;

    /** Why some connections were asked for, and which worker gets them. */
    private record Request(MoveReason reason, @Nullable Lane heir, Consumer<MovingMessage.@Nullable GaveBack> answer) {}

    Moves(WorkerHandle worker, WorkerProxy proxy, WorkerEvents events, Clock clock) {
        this.worker = worker;
        this.proxy = proxy;
        this.events = events;
        this.clock = clock;
    }

    /** Whether the worker can give connections back and tell of them, as it said of itself. */
    void isAble(boolean can) {
        able = can;
    }

    /** Whether the worker can be asked: it understands, and is online. */
    public boolean canBeAsked() {
        return able && proxy.isOpen() && worker.state().compareTo(WorkerState.STOPPING) < 0;
    }

    /**
     * Asks for connections. Only while it {@link #canBeAsked}.
     *
     * @param count how many at most, the one that is idle for longest first
     * @param id the number of the only one that is meant; 0 for any
     * @param heir the worker that gets them; null for any other
     * @param answer gets what the worker says once they are on their way, or null if it says nothing in time; called once
     */
    public void ask(
            int count,
            long id,
            MoveReason reason,
            @Nullable Lane heir,
            Consumer<MovingMessage.@Nullable GaveBack> answer) {
        long seq = proxy.giveBack(count, id);
        requests.put(seq, new Request(reason, heir, answer));
        clock.after(GIVE_BACK_LIMIT_MS, () -> answered(seq, null));
    }

    /**
     * Asks which connections the worker has. Only while it {@link #canBeAsked}.
     *
     * @param after only those whose numbers are above this
     * @param answer gets the first of these, or null if the worker says nothing in time; called once
     */
    public void list(long after, Consumer<MovingMessage.@Nullable Connections> answer) {
        long seq = proxy.askConnections(after);
        questions.put(seq, answer);
        clock.after(LIMIT_MS, () -> told(seq, null));
    }

    void gaveBack(MovingMessage.GaveBack said) {
        answered(said.ack(), said);
    }

    void connections(MovingMessage.Connections said) {
        told(said.ack(), said);
    }

    /** The channel has ended: nothing is answered any more. */
    void end() {
        requests.keySet().stream().toList().forEach(seq -> answered(seq, null));
        questions.keySet().stream().toList().forEach(seq -> told(seq, null));
    }

    /**
     * The worker gives a connection back.
     *
     * @param handle owned by this method
     * @throws ProtocolException if it is none of a listener that the worker serves
     */
    void returned(HandleType type, MovingMessage.Returned said, @Nullable Fd handle) throws ProtocolException {
        if (!mayReturn() || type != HandleType.NET_SOCKET || handle == null) {
            close(handle);
            throw new ProtocolException(
                    "returned: " + type.wireName() + (handle == null ? ", no" : ", a")
                            + " usable handle (expected: a connection, from a worker that leaves or says that it gives them back)");
        }
        worker.lane().gaveBack();
        if (peer.read(handle) == -Errno.ENOTCONN) {
            // Its client has reset it meanwhile.
            handle.close();
        } else if (!events.returned(worker, said.key(), handle, given(said.moved()))) {
            handle.close();
            throw new ProtocolException("returned: key " + ProtocolException.printable(said.key())
                    + " (expected: that of a listener which the worker serves and which the connection came from)");
        }
    }

    /** A plain Node process may be told with its {@code disconnect} that others serve, and never at another time. */
    private boolean mayReturn() {
        return able || worker.state().compareTo(WorkerState.DRAINING) >= 0;
    }

    private Return given(Moved moved) {
        Request request =
                requests.isEmpty() ? null : requests.values().iterator().next();
        return request == null || worker.state() != WorkerState.READY
                ? new Return(moved, worker.lane(), MoveReason.LEAVING, null)
                : new Return(moved, worker.lane(), request.reason(), request.heir());
    }

    private static void close(@Nullable Fd handle) {
        if (handle != null) {
            handle.close();
        }
    }

    private void answered(long seq, MovingMessage.@Nullable GaveBack said) {
        Request request = requests.remove(seq);
        if (request != null) {
            request.answer().accept(said);
        }
    }

    private void told(long seq, MovingMessage.@Nullable Connections said) {
        Consumer<MovingMessage.@Nullable Connections> question = questions.remove(seq);
        if (question != null) {
            question.accept(said);
        }
    }
}
