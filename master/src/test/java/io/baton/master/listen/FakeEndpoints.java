package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Delivery;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.fetch.Entrance;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints without sockets. Each remembers the workers that it would give connections. */
public final class FakeEndpoints implements Endpoints {

    /** The error of every request from now on, as if the kernel had refused it; null for none. */
    private @Nullable Integer errno;

    private boolean unanswerable;

    private final List<Opened> opened = new ArrayList<>();

    /** One that was opened. */
    public final class Opened implements Endpoint {

        private final ListenAddress address;
        private final @Nullable ListenSocket socket;
        private final Set<Peer> takers = new LinkedHashSet<>();

        private boolean closed;
        private boolean holds;
        private int timesHeldEnded;
        private @Nullable Runnable whenEmpty;

        Opened(ListenAddress address, @Nullable ListenSocket socket) {
            this.address = address;
            this.socket = socket;
        }

        /** The workers that get its connections. */
        public Set<Peer> takers() {
            return takers;
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public ListenAddress address() {
            return address;
        }

        @Override
        public int descriptor() {
            return socket == null ? address.port() : socket.socket().number();
        }

        @Override
        public boolean isReachable() {
            return true;
        }

        @Override
        public void answer(Peer worker, Message.QueryServer query, String key, @Nullable String data)
                throws PosixException {
            if (unanswerable) {
                throw PosixException.of("dup", -Errno.EMFILE);
            }
            worker.serve(query, key, address, data);
        }

        @Override
        public void admit(Peer worker) {
            if (!takers.add(worker)) {
                throw new AssertionError(worker + " admitted twice");
            }
        }

        @Override
        public void dismiss(Peer worker) {
            takers.remove(worker);
        }

        @Override
        public Entrance entrance() {
            return new Entrance(new ListenKey(String.valueOf(address.port())), false);
        }

        /** Connections wait here from now on. */
        public void holdConnections() {
            holds = true;
        }

        /** No connection waits any more. */
        public void isEmpty() {
            holds = false;
            if (whenEmpty != null) {
                whenEmpty.run();
            }
        }

        @Override
        public void close() {
            closed = true;
            if (socket != null) {
                socket.close();
            }
        }

        /** How often the waiting connections were ended. */
        public int timesHeldEnded() {
            return timesHeldEnded;
        }

        @Override
        public void endHeld() {
            timesHeldEnded++;
        }

        @Override
        public void empty(Runnable action) {
            if (holds) {
                whenEmpty = action;
            } else {
                action.run();
            }
        }
    }

    /** Listeners with these. */
    public Listeners listeners(Clock clock, long holdMs) {
        return listeners(clock, holdMs, "app", new Addresses());
    }

    /** Listeners with these, of one application of several. */
    public Listeners listeners(Clock clock, long holdMs, String owner, Addresses addresses) {
        return new Listeners(
                clock,
                new ApplicationJournal(new Journal(clock), owner, ""),
                Delivery.DEFAULT,
                addresses,
                this,
                holdMs);
    }

    /** Every request from now on is refused. */
    public void refuse(int number) {
        errno = number;
    }

    /** No worker can be answered from now on: the master has no descriptor left. */
    public void lackDescriptors() {
        unanswerable = true;
    }

    /** Every endpoint that was opened, the first one first. */
    public List<Opened> opened() {
        return opened;
    }

    /** The only one that was opened. */
    public Opened only() {
        if (opened.size() != 1) {
            throw new AssertionError(opened.size() + " endpoints");
        }
        return opened.get(0);
    }

    @Override
    public Endpoint open(ListenRequest request, ListenKey key) throws BindException {
        if (errno != null) {
            throw new BindException(request.address() + ": refused", Objects.requireNonNull(errno));
        }
        return add(request.address());
    }

    @Override
    public Endpoint of(ListenSocket socket, ListenKey key) {
        Opened endpoint = new Opened(socket.address(), socket);
        opened.add(endpoint);
        return endpoint;
    }

    @Override
    public Endpoint goOn(ListenSocket socket, ListenKey key, boolean operators) {
        return of(socket, key);
    }

    private Endpoint add(ListenAddress address) {
        Opened endpoint = new Opened(address, null);
        opened.add(endpoint);
        return endpoint;
    }
}
