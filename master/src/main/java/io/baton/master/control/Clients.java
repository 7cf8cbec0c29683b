package io.baton.master.control;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The clients of the control socket, on a loop of their own: encoding answers for them does not keep the conductor busy. A new
 * client always gets in; when there are too many, the oldest one has to go. Control thread only, where nothing else is said.
 */
final class Clients {

    /** Each may have one batch of events in memory, some ten thousand bytes. */
    static final int MOST = 64;

    private static final Logger LOG = System.getLogger(Clients.class.getName());
    private static final int SHARED_BYTES = 16 * 1024;

    private final Conductor loop = Conductor.start("baton-control");
    private final ByteBuffer shared = ByteBuffer.allocateDirect(SHARED_BYTES);
    private final Usage usage = new Usage();
    private final LineMemory memory = new LineMemory();
    private final MasterProxy master;
    private final Set<Client> open = new LinkedHashSet<>();
    private final CountDownLatch allGone = new CountDownLatch(1);

    private boolean finishing;

    Clients(MasterProxy master) {
        this.master = master;
    }

    /** Begins to serve a client; on any thread. The socket is owned from here on. */
    void add(Fd socket) {
        loop.post(() -> serve(socket));
    }

    /** Sends what has happened until now to those that follow the events, for so long at most, and ends; on another thread. */
    void finish(long limitMs) {
        loop.post(() -> {
            finishing = true;
            List.copyOf(open).forEach(Client::finish);
            tellIfAllGone();
        });
        try {
            // What is not sent by then is lost with the process.
            boolean unused = allGone.await(limitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.stop();
    }

    private void serve(Fd socket) {
        if (finishing) {
            socket.close();
            return;
        }
        if (open.size() >= MOST) {
            dispensable().close();
        }
        try {
            open.add(new Client(loop, socket, shared, memory, this::makeRoom, usage, master, this::closed));
        } catch (PosixException e) {
            LOG.log(Level.DEBUG, "control socket: {0}", e.getMessage());
            socket.close();
        }
    }

    /** The oldest one that wants nothing now, else that gets no events, else of all. */
    private Client dispensable() {
        List<Client> all = new ArrayList<>(open);
        return all.stream()
                .filter(client -> !client.follows() && !client.waits())
                .findFirst()
                .or(() -> all.stream().filter(client -> !client.follows()).findFirst())
                .orElse(all.get(0));
    }

    /** Of the clients that have begun a long line, the oldest one has had the most time to end it. */
    private boolean makeRoom() {
        for (Client client : List.copyOf(open)) {
            if (client.hasLongLine() && !client.waits()) {
                client.close();
                return true;
            }
        }
        return false;
    }

    private void closed(Client client) {
        open.remove(client);
        tellIfAllGone();
    }

    private void tellIfAllGone() {
        if (finishing && open.isEmpty()) {
            allGone.countDown();
        }
    }
}
