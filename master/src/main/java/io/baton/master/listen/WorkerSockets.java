package io.baton.master.listen;

import io.baton.master.dispatch.ListenKey;
import io.baton.master.journal.ApplicationJournal;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Opens the sockets that workers ask for and the operator did not name, and closes those that are unused. Conductor
 * thread only.
 */
final class WorkerSockets {

    private final ApplicationJournal journal;
    private final ClaimedEndpoints endpoints;
    private final ServedSockets served;
    private final Set<Peer> admitted;

    /**
     * Adds its sockets to those that are served.
     *
     * @param admitted the workers that get connections now
     */
    WorkerSockets(ApplicationJournal journal, ClaimedEndpoints endpoints, ServedSockets served, Set<Peer> admitted) {
        this.journal = journal;
        this.endpoints = endpoints;
        this.served = served;
        this.admitted = admitted;
    }

    /** Opens a socket that no worker has asked for yet. */
    Served open(Peer worker, Message.QueryServer query, String key) throws IOException {
        Endpoint endpoint = endpoint(query.request(), key);
        Served opened = new Served(endpoint, false, query.request().data());
        opened(opened, " for " + worker);
        served.put(key, opened);
        return opened;
    }

    /** Opens a path again whose file was removed. Connections of the old socket are still served; no new ones can come there. */
    void reopen(Served it, Peer worker, Message.QueryServer query, String key) throws IOException {
        Endpoint endpoint = endpoints.open(query.request(), new ListenKey(key));
        endpoints.close(it.move(endpoint, admitted));
        opened(it, " again for " + worker + ": its file was removed");
    }

    /** Closes those that no worker serves any more or will. Returns whether there was any. */
    boolean closeUnused() {
        List<Served> unused = served.takeUnused();
        for (Served it : unused) {
            journal.listenerClosed(it.address());
            endpoints.close(it.endpoint());
        }
        return !unused.isEmpty();
    }

    /** What a worker is told that cannot have a socket. */
    static int errno(IOException e) {
        return e instanceof PosixException posix ? posix.errno() : ((BindException) e).errno();
    }

    /** Opens a socket. If its address is in use, sockets that no worker serves any more are closed first. */
    private Endpoint endpoint(ListenRequest request, String key) throws IOException {
        try {
            return endpoints.open(request, new ListenKey(key));
        } catch (BindException e) {
            if (e.errno() != Errno.EADDRINUSE) {
                throw e;
            }
            served.all().stream().filter(Served::lingers).forEach(Served::expectNoSuccessor);
            if (!closeUnused()) {
                throw e;
            }
            return endpoints.open(request, new ListenKey(key));
        }
    }

    private void opened(Served it, String note) {
        journal.listenerOpened(it.address(), it.endpoint().address().port(), note);
    }
}
