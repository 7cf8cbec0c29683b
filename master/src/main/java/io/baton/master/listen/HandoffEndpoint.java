package io.baton.master.listen;

import io.baton.master.carried.CarriedConnection;
import io.baton.master.carried.CarriedListener;
import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Dispatch;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.DispatchTally;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.HoldCapacity;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Return;
import io.baton.master.dispatch.Scheduler;
import io.baton.master.dispatch.Unserved;
import io.baton.master.fetch.Entrance;
import io.baton.master.snapshot.MovedSnapshot;
import io.baton.master.totals.ListenerTotals;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PeerAddress;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint where the master accepts and hands each connection over to a worker. Conductor thread only. */
final class HandoffEndpoint implements Endpoint {

    private final ListenSocket socket;
    private final Listener listener;
    private final Dispatcher dispatcher;
    private final ListenKey key;
    private final Clock clock;
    private final DispatchTally tally;
    private final @Nullable PeerAddress peer;

    private boolean paused;

    /**
     * Begins to accept.
     *
     * @param socket taken over by the endpoint, and closed if this fails
     * @param dispatch which worker gets a connection
     * @param slowStartMs over which a new worker gets a growing share
     * @param unserved ends a connection that has waited for the hold timeout
     * @param holdMs the hold timeout
     * @param hangMs how long a client waits for its own worker while that accepts nothing
     * @param totals counts the connections
     */
    HandoffEndpoint(
            Conductor conductor,
            ListenSocket socket,
            ListenKey key,
            Dispatch dispatch,
            long slowStartMs,
            Unserved unserved,
            long holdMs,
            long hangMs,
            ListenerTotals totals)
            throws PosixException {
        this.socket = socket;
        this.key = key;
        this.clock = conductor;
        this.peer = dispatch == Dispatch.IP_HASH ? new PeerAddress() : null;
        this.tally = new DispatchTally(totals, unserved);
        this.listener = new Listener(conductor, socket, key, dispatch == Dispatch.IP_HASH, totals);
        this.dispatcher = new Dispatcher(
                conductor,
                listener,
                tally,
                holdMs,
                scheduler(dispatch, holdMs, hangMs).withSlowStart(slowStartMs),
                HoldCapacity.within(Processes.descriptorLimit()));
        listener.start(dispatcher);
    }

    private static Scheduler scheduler(Dispatch dispatch, long holdMs, long hangMs) {
        return switch (dispatch) {
            case ROUND_ROBIN -> Scheduler.roundRobin();
            case LEAST_CONNECTIONS -> Scheduler.leastConnections();
            case P2C -> Scheduler.powerOfTwoChoices();
            // Half of the hold timeout is left for another worker then.
            case IP_HASH -> Scheduler.ipHash(Math.min(hangMs, Math.max(1, holdMs / 2)));
        };
    }

    @Override
    public int descriptor() {
        return socket.socket().number();
    }

    @Override
    public @Nullable Entrance entrance() {
        return paused ? null : new Entrance(key, socket.address().isPath());
    }

    @Override
    public void pause(boolean pauses) {
        paused = pauses;
        listener.pause(pauses);
        dispatcher.pause(pauses);
    }

    @Override
    public List<CarriedConnection> carried() {
        return dispatcher.carried();
    }

    @Override
    public void goOn(CarriedListener carried) {
        List<Connection> held =
                carried.held().stream().map(one -> Connection.goOn(one, key)).toList();
        tally.goOn(carried.moved() == null ? MovedSnapshot.NONE : carried.moved());
        dispatcher.goOn(held);
    }

    @Override
    public ListenAddress address() {
        return socket.address();
    }

    @Override
    public boolean isReachable() {
        return socket.isReachable();
    }

    @Override
    public void answer(Peer worker, Message.QueryServer query, String key, @Nullable String data) {
        worker.serve(query, key, socket.address(), data);
    }

    @Override
    public void admit(Peer worker) {
        dispatcher.add(worker.lane());
    }

    @Override
    public void dismiss(Peer worker) {
        dispatcher.remove(worker.lane());
    }

    @Override
    public boolean takeBack(Fd connection, Return given) {
        int from = Connection.NO_PEER;
        if (peer != null && peer.read(connection) >= 0) {
            from = peer.hash();
        }
        dispatcher.offerReturned(new Connection(connection, key, clock.nanoTime(), from, given));
        return true;
    }

    @Override
    public MovedSnapshot moved() {
        return tally.moves();
    }

    @Override
    public void close() {
        listener.stop();
    }

    @Override
    public void empty(Runnable whenEmpty) {
        dispatcher.stop(whenEmpty);
    }

    @Override
    public int held() {
        return dispatcher.held();
    }

    @Override
    public void endHeld() {
        dispatcher.endHeld();
    }
}
