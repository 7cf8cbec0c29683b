package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.Lane;
import io.baton.master.listen.Peer;
import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The master's view of one worker process: its state, what it was sent, how it lives and ends. {@link WorkerAdapter} brings
 * what it says, {@link WorkerProxy} takes what is said to it. It is dead when its exit status is known <em>and</em> its
 * channel was read to the end, for after a SIGKILL both come together and the channel may still hold {@code accepted}
 * lines. The clock's.
 */
public final class WorkerHandle implements Peer {

    private static final Logger LOG = System.getLogger(WorkerHandle.class.getName());
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long EXIT_AFTER_EOF_MS = 2_000;
    private static final long EVIDENCE_MS = 500;

    /** A Node program that listens does so by then, or it has other work: as long as pm2 waits (listen_timeout). */
    private static final long LISTENS_WITHIN_MS = 3_000;

    private final WorkerProcess process;
    private final long createdAtNanos;
    private final Clock clock;
    private final Supervision supervision;
    private final WorkerEvents events;
    private final WorkerProxy proxy = new WorkerProxy();
    private final Lane lane;
    private final Vitals vitals;
    private final Farewell farewell;
    private final Remains remains;

    private String name;
    private WorkerState state = WorkerState.STARTING;
    private Capabilities capabilities = Capabilities.NODE;
    private boolean listened;
    private boolean couldNotListen;
    private boolean hasToListen;
    private boolean leaves;
    private long readyAtNanos;

    /**
     * The view of a process that was just started.
     *
     * @param name for log lines, as {@code worker 3}
     * @param createdAtNanos when it was asked for
     * @param events hears what concerns more than this worker
     */
    WorkerHandle(
            String name,
            WorkerProcess process,
            long createdAtNanos,
            Clock clock,
            Supervision supervision,
            Remains remains,
            WorkerEvents events) {
        this.name = name;
        this.process = process;
        this.createdAtNanos = createdAtNanos;
        this.clock = clock;
        this.supervision = supervision;
        this.remains = remains;
        this.events = events;
        this.lane = new Lane(clock, proxy, Capabilities.NODE.window());
        this.farewell = new Farewell(clock, lane, supervision, process::signal, proxy::disconnect);
        this.vitals = new Vitals(supervision.timeouts(), process::isStopped, createdAtNanos);
        LOG.log(Level.DEBUG, "{0} created in {1} ms", this, ageMs());
    }

    /** Opens the worker's channel, with what hears it. */
    interface Opener {
        IpcChannel open(IpcChannel.Handler adapter) throws PosixException;
    }

    /** What it says is heard from now on. */
    void connect(Opener opener) throws PosixException {
        proxy.connect(opener.open(new WorkerAdapter(this, proxy, events)));
    }

    public WorkerState state() {
        return state;
    }

    public int pid() {
        return process.pid();
    }

    /** It sits in this seat from now on. */
    public void sit(int number, String newName) {
        lane.seat(number);
        name = newName;
        remains.rename(newName);
    }

    /** Its JVM writes an archive when it exits, which may take longer than a worker without connections is waited for. */
    public void writesAtItsEnd() {
        farewell.writesAtItsEnd();
    }

    /** How it ended, in words. */
    public String end() {
        ExitStatus status = process.exitStatus();
        return status == null ? "not yet" : status.inWords(isJava());
    }

    /** Another worker said this. Returns false if it is lost, for too much that this one does not read waits already. */
    public boolean hears(Message.User words) {
        return state == WorkerState.STARTING || proxy.relay(words);
    }

    public Remains remains() {
        return remains;
    }

    /** Whether it ever was ready. */
    public boolean wasReady() {
        return readyAtNanos != 0;
    }

    /** How long it has been ready, or was; 0 if it never was. */
    public long readyMs() {
        return readyAtNanos == 0 ? 0 : (clock.nanoTime() - readyAtNanos) / NANOS_PER_MS;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    /** Resident memory of its process; 0 if it is gone. */
    public long residentBytes() {
        return process.residentBytes();
    }

    /** Whether it listened somewhere, if only for a moment. */
    public boolean listened() {
        return listened;
    }

    /** Who sat here before listened: until this one does too, it is not ready merely because it runs. */
    public void hasToListen() {
        hasToListen = true;
    }

    /** Fences it if it has not worked for too long. */
    public void check(long nowNanos) {
        String complaint = vitals.complaint(nowNanos, lane.oldestAgeNanos(nowNanos));
        if (complaint != null && state.compareTo(WorkerState.KILLING) < 0) {
            fence(complaint);
        }
    }

    /** This master was stopped or starved itself, and cannot tell who was silent. */
    public void excuse(long nowNanos) {
        vitals.excuse(nowNanos);
    }

    @Override
    public void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
        couldNotListen = false;
        proxy.serve(query, key, bound, data);
    }

    @Override
    public void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
        couldNotListen = false;
        proxy.serve(query, key, data, type, socket);
    }

    @Override
    public void refuse(Message.QueryServer query, String key, int errno) {
        couldNotListen = true;
        proxy.refuse(query, key, errno);
    }

    /**
     * Has it take nothing new, finish what it has, and leave.
     *
     * @param limitMs how long it may take until SIGTERM; the shorter one counts if it was told before
     */
    public void drain(String reason, long limitMs) {
        leaves = true;
        change(WorkerEvent.DRAIN, reason, Level.DEBUG);
        if (state == WorkerState.DRAINING) {
            farewell.say(isJava(), limitMs);
        }
        clock.after(limitMs, () -> terminate("not gone after " + limitMs + " ms"));
    }

    /** SIGTERM, and SIGKILL if that is ignored. */
    void terminate(String reason) {
        leaves = true;
        signal(WorkerEvent.TERMINATE, Processes.SIGTERM, reason, Level.INFO);
        clock.after(supervision.timeouts().terminateMs(), () -> kill("ignored SIGTERM"));
    }

    /** SIGKILL: now. */
    public void kill(String reason) {
        signal(WorkerEvent.KILL, Processes.SIGKILL, reason, Level.INFO);
    }

    void isOnline(Capabilities said) {
        if (state == WorkerState.STARTING) {
            capabilities = said;
            lane.resize(said.window());
            vitals.online(isJava());
            change(WorkerEvent.ONLINE, "online after " + ageMs() + " ms", Level.DEBUG);
            clock.after(LISTENS_WITHIN_MS, () -> {
                if (!hasToListen) {
                    isReadyIfItHasOtherWork();
                }
            });
        }
    }

    void asksToListen(Message.QueryServer query) {
        events.listenAsked(this, query);
    }

    void listens() {
        listened = true;
        isReady("listens");
    }

    void servesNoLonger(String key) {
        farewell.closesByItself();
        events.listenEnded(this, key);
    }

    public void isReady(String reason) {
        if (state == WorkerState.ONLINE) {
            readyAtNanos = clock.nanoTime();
            change(WorkerEvent.LISTENING, "ready after " + ageMs() + " ms: " + reason, Level.INFO);
            events.ready(this);
        }
    }

    /** It had its time to become ready, or has failed to start. */
    public void requireReady(long limitMs) {
        isReadyIfItHasOtherWork();
        if (state == WorkerState.STARTING || state == WorkerState.ONLINE) {
            kill("not ready after " + limitMs + " ms");
        }
    }

    /** A Node program need not listen; but one that wanted to and could not has not started. */
    private void isReadyIfItHasOtherWork() {
        if (!isJava() && !couldNotListen) {
            isReady("runs, without listening");
        }
    }

    void retires(String reason) {
        drain("retires: " + reason, supervision.timeouts().drainMs());
        events.retires(this);
    }

    void asksToLeave(String reason) {
        if (state.compareTo(WorkerState.DRAINING) < 0) {
            events.asksToLeave(this, reason);
        }
    }

    void disconnects() {
        farewell.isNeedless();
        leavesByItself("leaves of its own will");
    }

    /** Nobody told it to: its successor need not wait for its end, which may take as long as a download. */
    private void leavesByItself(String reason) {
        if (state.compareTo(WorkerState.DRAINING) < 0) {
            leaves = true;
            change(WorkerEvent.DRAIN, reason, Level.INFO);
            events.retires(this);
        }
    }

    /** One that was never sent a connection may have looked for a free port only. */
    @Override
    public void servesNothing() {
        if (lane.hasAccepted()) {
            leavesByItself("closed all that it served");
        }
    }

    void heard() {
        vitals.heard(clock.nanoTime());
    }

    void channelEnded(IpcChannel.End end) {
        if (end.peersFault()) {
            LOG.log(Level.WARNING, "{0} {1}", this, end.reason());
            signal(WorkerEvent.KILL, Processes.SIGKILL, end.reason(), Level.DEBUG);
        } else if (process.exitStatus() == null) {
            if (state.compareTo(WorkerState.DRAINING) < 0) {
                // Not told to leave: there is nothing that it could have to finish.
                clock.after(EXIT_AFTER_EOF_MS, () -> kill("did not exit after its channel had ended"));
            } else if (farewell.isDoneWhenChannelEnds()) {
                // Node ends it when the last connection has ended, and goes on if there is other work.
                clock.after(EXIT_AFTER_EOF_MS, () -> terminate("has no connections and does not exit"));
            }
            change(WorkerEvent.DRAIN, "channel: " + end.reason(), Level.DEBUG);
        }
        dieIfDead();
    }

    /** Asks a JVM that can still answer for a thread dump, then kills it, which sets its connections free. */
    private void fence(String reason) {
        LOG.log(Level.WARNING, "{0} hangs: {1}", this, reason);
        vitals.giveUp();
        Runnable kill = () -> signal(WorkerEvent.KILL, Processes.SIGKILL, reason, Level.DEBUG);
        if (!isJava() || process.isStopped()) {
            kill.run();
        } else {
            remains.expectThreads(() -> process.signal(Processes.SIGQUIT), kill);
            clock.after(EVIDENCE_MS, kill);
        }
    }

    private boolean isJava() {
        return capabilities.version() > 0;
    }

    void exited() {
        if (proxy.isOpen()) {
            proxy.readToEnd();
        } else {
            dieIfDead();
        }
    }

    private void dieIfDead() {
        ExitStatus status = process.exitStatus();
        if (status != null && state != WorkerState.EXITED && !proxy.isOpen()) {
            change(WorkerEvent.DIED, end(), leaves ? Level.INFO : Level.DEBUG);
            events.dead(this, status);
            // Its connections and its seat come first.
            remains.tell(toString(), status, ageMs());
        }
    }

    private void signal(WorkerEvent event, int signal, String reason, Level level) {
        if (process.exitStatus() == null && state.on(event) != state) {
            change(event, reason, level);
            process.signal(signal);
        }
    }

    private void change(WorkerEvent event, String reason, Level level) {
        WorkerState before = state;
        state = before.on(event);
        if (state != before) {
            LOG.log(farewell.isOfTrainer() ? Level.DEBUG : level, "{0} {1} -> {2}: {3}", this, before, state, reason);
            if (before.compareTo(WorkerState.DRAINING) < 0 && state.compareTo(WorkerState.DRAINING) >= 0) {
                events.leaves(this);
            }
        }
    }

    private long ageMs() {
        return (clock.nanoTime() - createdAtNanos) / NANOS_PER_MS;
    }

    @Override
    public String toString() {
        return name + " (pid " + process.pid() + ")";
    }
}
