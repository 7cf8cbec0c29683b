package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.Lane;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerId;
import io.baton.master.listen.Peer;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.totals.ApplicationTotals;
import io.baton.master.totals.ProcessTotals;
import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The master's view of one worker process: its state, the connections that it was sent, its life and its end.
 * {@link WorkerAdapter} brings what the worker says, {@link WorkerProxy} tells it what the master says, {@link Death} knows
 * when it is dead. Conductor thread only.
 */
public final class WorkerHandle implements Peer {

    private final WorkerProcess process;
    private final WorkerEvents events;
    private final WorkerReport report;
    private final WorkerProxy proxy = new WorkerProxy();
    private final Lane lane;
    private final Vigil vigil;
    private final Lifecycle lifecycle;
    private final Readiness readiness;
    private final Farewell farewell;
    private final Leaving leaving;
    private final Death death;
    private final Remains remains;
    private final Questions questions;
    private final Moves moves;
    private final Handover handover;
    private final ProcessTotals counted;

    private Traits traits = Traits.NODE;

    /**
     * The view of a process. {@link Handover#begin} or {@link Handover#goOn} follows.
     *
     * @param id its first name
     * @param createdAtNanos when its start was ordered
     * @param events hears what concerns more than this worker
     */
    WorkerHandle(
            WorkerId id,
            WorkerProcess process,
            long createdAtNanos,
            Clock clock,
            Supervision supervision,
            Remains remains,
            ApplicationJournal journal,
            ApplicationTotals totals,
            WorkerEvents events) {
        this.process = process;
        this.remains = remains;
        this.events = events;
        this.report = new WorkerReport(journal, id);
        this.lane = new Lane(clock, proxy, Capabilities.NODE.window());
        this.counted = totals.begin(process.pid(), lane::requests);
        this.lifecycle = new Lifecycle(clock, createdAtNanos, process, report, () -> events.leaves(this));
        this.readiness = new Readiness(clock, this::isReady);
        Runnable disconnect = () -> proxy.disconnect(events.othersServe(this));
        this.farewell = new Farewell(clock, lane, supervision, process::signal, counted::leaves, disconnect);
        this.leaving = new Leaving(clock, supervision.timeouts(), lifecycle, farewell, () -> events.retires(this));
        Telling telling = new Telling(this, proxy, totals.texts());
        this.questions = new Questions(clock, process, remains, () -> traits.dumpsThreads(), telling);
        this.moves = new Moves(this, proxy, events, clock);
        Vitals vitals = new Vitals(supervision.timeouts(), process::isStopped, createdAtNanos);
        Fence fence = new Fence(clock, process, report, remains, leaving);
        this.vigil = new Vigil(clock, lifecycle, lane, vitals, fence, () -> traits.dumpsThreads());
        this.death = new Death(process, proxy, report, leaving, this::isDead);
        this.handover = new Handover(report, proxy, lane, lifecycle, readiness, leaving, remains, this::understands);
    }

    /** Hears what the worker says. */
    ChannelListener adapter() {
        return new WorkerAdapter(this, proxy, events);
    }

    /** The channel of the worker, which its {@link #adapter} hears. */
    void connect(IpcChannel channel) {
        proxy.connect(channel);
    }

    public WorkerState state() {
        return lifecycle.state();
    }

    public int pid() {
        return process.pid();
    }

    /** The name of the worker now, for the journal. */
    public WorkerId id() {
        return report.id();
    }

    /** The worker now; it was started from this generation. */
    public WorkerSnapshot snapshot(int generation) {
        return lifecycle.snapshot(id(), pid(), generation, readiness.forMs(), lane);
    }

    /** The worker has this slot from now on. */
    public void sit(int number, String newName) {
        lane.slot(number);
        report.rename(number, newName);
        remains.sit(number, newName);
        if (state() != WorkerState.STARTING) {
            process.title(id());
        }
    }

    /** The JVM of the worker writes an archive when it exits, which may take long. */
    public void writesAtItsEnd() {
        farewell.writesAtItsEnd();
        report.beQuiet();
    }

    /** The end of the worker in words. */
    public String end() {
        ExitStatus status = process.exitStatus();
        return status == null ? "not yet" : status.inWords(traits.jvm());
    }

    /**
     * Passes on what another worker said. A worker that boots hears it when it listens for messages, as under Node's primary.
     * Returns false if it is lost, because too much waits already that this worker does not read.
     */
    public boolean hears(Message.User words) {
        return proxy.relay(words);
    }

    /** What of it crosses an upgrade of the master. */
    public Handover handover() {
        return handover;
    }

    /** What an operator may ask. */
    public Questions questions() {
        return questions;
    }

    /** Its connections that go on to other workers. */
    public Moves moves() {
        return moves;
    }

    public Remains remains() {
        return remains;
    }

    /** Whether it answers requests that it is sent: it is ready, or about to be told to leave. */
    public boolean isServing() {
        return state() == WorkerState.READY || (state() == WorkerState.DRAINING && !farewell.isTold());
    }

    @Override
    public Lane lane() {
        return lane;
    }

    /** Resident memory of the process; 0 if it is gone. */
    public long residentBytes() {
        return process.residentBytes();
    }

    /** How it becomes ready. */
    public Readiness readiness() {
        return readiness;
    }

    /** Whether it works. */
    public Vigil vigil() {
        return vigil;
    }

    @Override
    public void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
        readiness.answered(query, true);
        proxy.serve(query, key, bound, data);
    }

    @Override
    public void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
        readiness.answered(query, true);
        proxy.serve(query, key, data, type, socket);
    }

    @Override
    public void refuse(Message.QueryServer query, String key, int errno) {
        readiness.answered(query, false);
        proxy.refuse(query, key, errno);
    }

    /**
     * Has the worker take nothing new, finish what it has, and leave.
     *
     * @param limitMs how long it may take until SIGTERM; if it was told before, the shorter time counts
     */
    public void drain(String reason, long limitMs) {
        leaving.drain(reason, traits.sparesNewClients(), limitMs);
    }

    /** Sends SIGKILL now. */
    public void kill(String reason) {
        leaving.kill(reason, Level.INFO);
    }

    void isOnline(Capabilities said) {
        if (state() == WorkerState.STARTING) {
            understands(said);
            process.title(id());
            lifecycle.step(WorkerStep.ONLINE, "online after " + lifecycle.ageMs() + " ms", Level.DEBUG);
            readiness.online(traits.alwaysListens());
        }
    }

    private void understands(Capabilities said) {
        traits = Traits.of(said);
        lane.peerIs(said);
        moves.isAble(said.movesConnections());
        vigil.online(traits.beats());
    }

    void listens(String key) {
        readiness.listens(key);
    }

    void servesNoLonger(String key) {
        readiness.closes(key, lifecycle.isBefore(WorkerState.DRAINING));
        farewell.closesByItself();
        events.listenEnded(this, key);
    }

    /** The worker is ready, for this reason. Does nothing if it is ready already, or not online. */
    public void isReady(String reason) {
        if (state() == WorkerState.ONLINE && !events.warmsUp(this, reason)) {
            readiness.begins();
            lifecycle.step(WorkerStep.LISTENING, "ready after " + lifecycle.ageMs() + " ms: " + reason, Level.INFO);
            events.ready(this);
        }
    }

    /** The time to become ready is over: a worker that is not ready has failed to start. */
    public void requireReady(long limitMs) {
        readiness.isOverdue();
        if (lifecycle.isBefore(WorkerState.READY)) {
            kill("not ready after " + limitMs + " ms" + readiness.doubt(process));
        }
    }

    void retires(String reason) {
        leaving.retires(reason, traits.sparesNewClients());
    }

    void disconnects() {
        farewell.isNeedless();
        leaving.byItself("leaves of its own will");
    }

    /** A worker that was never sent a connection may only have looked for a free port, and stays. */
    @Override
    public void servesNothing() {
        if (lane.hasAccepted()) {
            leaving.byItself("closed all that it served");
        }
    }

    /** Hears of the end of its process and of its channel. */
    Death death() {
        return death;
    }

    private void isDead(ExitStatus status) {
        lifecycle.step(WorkerStep.DIED, end(), leaving.isExpected() ? Level.INFO : Level.DEBUG);
        counted.end(id().slot());
        events.dead(this, status);
        // After the event: its connections and its slot come first.
        remains.tell(id(), status, lifecycle.ageMs());
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
