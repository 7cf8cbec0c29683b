package io.baton.worker;

import io.baton.protocol.Message;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.posix.Fd;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a cluster, whose master decides about its life. It goes online, beats, and asks to listen before it
 * serves. It ends with its master unless it may finish its connections. Owned by the worker's event loop.
 */
final class ClusterWorker implements Role, Listening.Outcome {

    private static final Logger LOG = System.getLogger(ClusterWorker.class.getName());

    private final int id;
    private final WorkerLife worker;
    private final int parentAtStart;
    private final MasterDeath masterDeath;
    private final OwnLoad load;
    private final Listening listening;
    private final OwnMetrics metrics;
    private final @Nullable Gauges gauges;

    /**
     * The role of worker {@code id}.
     *
     * @param parentAtStart the parent's pid when this process began
     * @param application asked for its load and its metrics
     * @param process bound to the life of the master
     * @param gauges what else it measures; null if the master does not want that
     */
    ClusterWorker(
            int id,
            int parentAtStart,
            WorkerLife worker,
            WorkerArguments arguments,
            Application application,
            OwnProcess process,
            @Nullable Gauges gauges) {
        this.id = id;
        this.gauges = gauges;
        this.parentAtStart = parentAtStart;
        this.worker = worker;
        this.masterDeath = new MasterDeath(arguments, process);
        this.load = new OwnLoad(application);
        this.metrics = new OwnMetrics(application::metrics, worker.guard(), worker::parent);
        this.listening = new Listening(arguments.listeners(), worker.intake(), this);
    }

    @Override
    public boolean begin() {
        return masterDeath.expect(parentAtStart);
    }

    @Override
    public void connected(PrimaryProxy parent) {
        parent.online();
        Pulse.start(worker.guard(), parent, load::now, worker.connections(), gauges);
    }

    @Override
    public void ready(PrimaryProxy parent) {
        load.warmedUp();
        if (gauges != null) {
            gauges.begin();
        }
        listening.begin(parent);
    }

    @Override
    public void answered(Message.QueryReply reply) {
        listening.answered(reply);
    }

    @Override
    public void answered(Message.QueryReply reply, @Nullable Fd socket) {
        listening.answered(reply, socket);
    }

    @Override
    public void listens(Listener first) {
        worker.serve(first);
        ConnectionLimit limit = worker.limit();
        // The limit is the same for all workers, so the first one logs it.
        LOG.log(id > 1 ? Level.DEBUG : limit.isReduced() ? Level.WARNING : Level.INFO, limit.toString());
    }

    @Override
    public void cannotListen(WantedListener listener, String reason) {
        LOG.log(Level.ERROR, "cannot listen: {0}: {1}", listener, reason);
        worker.failBoot();
    }

    @Override
    public void asked(MetricsMessage.AskMetrics question) {
        metrics.tell(question.seq());
    }

    @Override
    public void leaves(Runnable last) {
        metrics.tellLast(last);
    }

    @Override
    public boolean upgrade(boolean begins) {
        return masterDeath.upgrade(begins);
    }

    @Override
    public void retires(PrimaryProxy parent, String reason) {
        parent.retire(reason);
    }

    @Override
    public void drains(PrimaryProxy parent) {
        masterDeath.drains();
        listening.end(parent);
    }

    @Override
    public void disconnected() {
        listening.abandon();
    }

    @Override
    public long finishMs(Phase phase) {
        return masterDeath.finishMs(phase);
    }

    @Override
    public boolean isOrphaned() {
        return masterDeath.isCertain();
    }
}
