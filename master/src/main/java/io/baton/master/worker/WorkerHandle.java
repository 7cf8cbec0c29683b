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
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The master's view of one worker process: its state, what it was sent, how it lives and ends. {@link WorkerAdapter} brings
 * what it says, {@link WorkerProxy} takes what is said to it. It is dead when its exit status is known <em>and</em> its
 * channel was read to the end, for after a SIGKILL both come together and the channel may still hold {@code accepted}
 * lines. The conductor's.
 */
public final class WorkerHandle implements Peer {

    private static final Logger LOG = System.getLogger(WorkerHandle.class.getName());
    private static final long NANOS_PER_MS = 1_000_000;

    private final WorkerProcess process;
    private final long createdAtNanos;
    private final Clock clock;
    private final long drainMs;
    private final WorkerEvents events;
    private final WorkerProxy proxy = new WorkerProxy();
    private final Lane lane;
    private final Vitals vitals;
    private final Lifecycle lifecycle;
    private final Readiness readiness;
    private final Farewell farewell;
    private final Leaving leaving;
    private final Fence fence;
    private final Remains remains;

    private String name;
    private Capabilities capabilities = Capabilities.NODE;

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
        this.drainMs = supervision.timeouts().drainMs();
        this.remains = remains;
        this.events = events;
        this.lane = new Lane(clock, proxy, Capabilities.NODE.window());
        this.lifecycle = new Lifecycle(process, this, () -> events.leaves(this));
        this.readiness = new Readiness(clock, this::isReady);
        this.farewell = new Farewell(clock, lane, supervision, process::signal, proxy::disconnect);
        this.leaving = new Leaving(clock, supervision.timeouts(), lifecycle, farewell, () -> events.retires(this));
        this.fence = new Fence(clock, process, remains, leaving);
        this.vitals = new Vitals(supervision.timeouts(), process::isStopped, createdAtNanos);
        LOG.log(Level.DEBUG, "{0} created in {1} ms", this, ageMs());
    }

    /** Hears what it says. */
    ChannelListener adapter() {
        return new WorkerAdapter(this, proxy, events);
    }

    /** Its channel, with its {@link #adapter}. */
    void connect(IpcChannel channel) {
        proxy.connect(channel);
    }

    public WorkerState state() {
        return lifecycle.state();
    }

    public int pid() {
        return process.pid();
    }

    /** It sits in this seat from now on. */
    public void sit(int number, String newName) {
        lane.slot(number);
        name = newName;
        remains.rename(newName);
    }

    /** Its JVM writes an archive when it exits, which may take longer than a worker without connections is waited for. */
    public void writesAtItsEnd() {
        farewell.writesAtItsEnd();
        lifecycle.beQuiet();
    }

    /** How it ended, in words. */
    public String end() {
        ExitStatus status = process.exitStatus();
        return status == null ? "not yet" : status.inWords(isJava());
    }

    /**
     * Another worker said this: one that boots hears it when it listens for messages, as of a primary of Node's. Returns false
     * if it is lost, for too much that this one does not read waits already.
     */
    public boolean hears(Message.User words) {
        return proxy.relay(words);
    }

    public Remains remains() {
        return remains;
    }

    /** Whether it ever was ready. */
    public boolean wasReady() {
        return readiness.ever();
    }

    /** How long it has been ready, or was; 0 if it never was. */
    public long readyMs() {
        return readiness.forMs();
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
        return readiness.listened();
    }

    /** The worker before it in its seat listened: it is not ready until it listens too. */
    public void hasToListen() {
        readiness.hasToListen();
    }

    /** Fences it if it has not worked for too long. */
    public void check(long nowNanos) {
        String complaint = vitals.complaint(nowNanos, lane.oldestAgeNanos(nowNanos));
        if (complaint != null && lifecycle.isBefore(WorkerState.KILLING)) {
            vitals.giveUp();
            fence.end(this, isJava(), complaint);
        }
    }

    /** The master itself was stopped or starved: it heard no worker, and blames none. */
    public void excuse(long nowNanos) {
        vitals.excuse(nowNanos);
    }

    @Override
    public void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
        readiness.answered(true);
        proxy.serve(query, key, bound, data);
    }

    @Override
    public void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
        readiness.answered(true);
        proxy.serve(query, key, data, type, socket);
    }

    @Override
    public void refuse(Message.QueryServer query, String key, int errno) {
        readiness.answered(false);
        proxy.refuse(query, key, errno);
    }

    /**
     * Has it take nothing new, finish what it has, and leave.
     *
     * @param limitMs how long it may take until SIGTERM; the shorter one counts if it was told before
     */
    public void drain(String reason, long limitMs) {
        leaving.drain(reason, isJava(), limitMs);
    }

    /** SIGKILL: now. */
    public void kill(String reason) {
        leaving.kill(reason, Level.INFO);
    }

    void isOnline(Capabilities said) {
        if (state() == WorkerState.STARTING) {
            capabilities = said;
            lane.resize(said.window());
            vitals.online(isJava());
            lifecycle.step(WorkerEvent.ONLINE, "online after " + ageMs() + " ms", Level.DEBUG);
            readiness.online(isJava());
        }
    }

    void asksToListen(Message.QueryServer query) {
        events.listenAsked(this, query);
    }

    void listens() {
        readiness.listens();
    }

    void servesNoLonger(String key) {
        farewell.closesByItself();
        events.listenEnded(this, key);
    }

    /** It is ready, for this reason; unless it is already, or not online. */
    public void isReady(String reason) {
        if (state() == WorkerState.ONLINE) {
            readiness.begins();
            lifecycle.step(WorkerEvent.LISTENING, "ready after " + ageMs() + " ms: " + reason, Level.INFO);
            events.ready(this);
        }
    }

    /** It had its time to become ready, or has failed to start. */
    public void requireReady(long limitMs) {
        readiness.isOverdue();
        if (lifecycle.isBefore(WorkerState.READY)) {
            kill("not ready after " + limitMs + " ms");
        }
    }

    void retires(String reason) {
        drain("retires: " + reason, drainMs);
        events.retires(this);
    }

    void asksToLeave(String reason) {
        if (lifecycle.isBefore(WorkerState.DRAINING)) {
            events.asksToLeave(this, reason);
        }
    }

    void disconnects() {
        farewell.isNeedless();
        leaving.byItself("leaves of its own will");
    }

    /** One that was never sent a connection may have looked for a free port only. */
    @Override
    public void servesNothing() {
        if (lane.hasAccepted()) {
            leaving.byItself("closed all that it served");
        }
    }

    void heard() {
        vitals.heard(clock.nanoTime());
    }

    void channelEnded(ChannelEnd end) {
        if (end.peersFault()) {
            LOG.log(Level.WARNING, "{0} {1}", this, end.reason());
            leaving.kill(end.reason(), Level.DEBUG);
        } else if (process.exitStatus() == null) {
            leaving.channelEnded(end.reason());
        }
        dieIfDead();
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
        if (status != null && state() != WorkerState.EXITED && !proxy.isOpen()) {
            lifecycle.step(WorkerEvent.DIED, end(), leaving.isExpected() ? Level.INFO : Level.DEBUG);
            events.dead(this, status);
            // Its connections and its seat come first.
            remains.tell(toString(), status, ageMs());
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
