package io.baton.master.supervisor;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Window;
import io.baton.master.listen.Peer;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.ExitWatch;
import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The master's view of one worker process: its state, what it was sent, how it lives and ends. {@link WorkerAdapter} brings
 * what it says, {@link WorkerProxy} takes what is said to it. It is dead when its exit status is
 * known <em>and</em> its channel was read to the end, for after a SIGKILL both come together and the channel may still
 * hold {@code accepted} lines. The conductor's.
 */
final class WorkerHandle implements Peer {

    private static final Logger LOG = System.getLogger(WorkerHandle.class.getName());
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long EXIT_AFTER_EOF_MS = 2_000;
    private static final long EVIDENCE_MS = 500;

    private final int pid;
    private final long createdAtNanos;
    private final Clock clock;
    private final WorkerEvents events;

    private final WorkerProxy proxy = new WorkerProxy();
    private final Heartbeat heartbeat = new Heartbeat();

    private String name;
    private int seat;
    private WorkerState state = WorkerState.STARTING;
    private Window window = new Window(Capabilities.NODE.window());
    private boolean hasFreeThread = true;
    private int openAsSaid = UNKNOWN;
    private int acceptedSince;
    private boolean isJava;
    private boolean askedToListen;
    private long readyAtNanos;
    private @Nullable ExitStatus exitStatus;

    private WorkerHandle(String name, int pid, long createdAtNanos, Clock clock, WorkerEvents events) {
        this.name = name;
        this.pid = pid;
        this.createdAtNanos = createdAtNanos;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Begins to watch a process that was just started.
     *
     * @param name for log lines, as {@code worker 3}
     * @param channel owned by this handle from here on
     */
    static WorkerHandle start(
            String name, int pid, Fd channel, long createdAtNanos, Conductor conductor, WorkerEvents events) {
        WorkerHandle worker = new WorkerHandle(name, pid, createdAtNanos, conductor, events);
        LOG.log(Level.INFO, "{0} created in {1} ms", worker, worker.ageMs());
        try {
            WorkerAdapter adapter = new WorkerAdapter(worker, worker.proxy);
            worker.proxy.connect(IpcChannel.open(conductor.loop(), channel, conductor.msghdr(), adapter));
        } catch (PosixException e) {
            channel.close();
            worker.kill(String.valueOf(e.getMessage()));
        }
        ExitWatch.start(conductor, pid, worker::exited);
        return worker;
    }

    WorkerState state() {
        return state;
    }

    int pid() {
        return pid;
    }

    /** It sits in this seat from now on. */
    void sit(int number, String newName) {
        seat = number;
        name = newName;
    }

    /** Whether it ever was ready. */
    boolean wasReady() {
        return readyAtNanos != 0;
    }

    /** How long it has been ready, or was; 0 if it never was. */
    long readyMs() {
        return readyAtNanos == 0 ? 0 : (clock.nanoTime() - readyAtNanos) / NANOS_PER_MS;
    }

    @Override
    public Window window() {
        return window;
    }

    @Override
    public void handOver(Connection connection) {
        window.add(proxy.nextSeq(), connection, clock.nanoTime());
        proxy.newConnection(connection);
    }

    @Override
    public boolean hasFreeThread() {
        return hasFreeThread;
    }

    /** What it said last, and what it was sent since; it says its accepted connections before its stats. */
    @Override
    public int open() {
        return openAsSaid == UNKNOWN ? UNKNOWN : openAsSaid + acceptedSince + window.size();
    }

    @Override
    public int seat() {
        return seat;
    }

    /** Whether its event loop has been silent for longer than it may. */
    boolean isSilent(long nowNanos, long limitMs) {
        return state.compareTo(WorkerState.KILLING) < 0 && heartbeat.isSilent(nowNanos, limitMs);
    }

    /** This master was stopped or starved itself, and cannot tell who was silent. */
    void forgiveSilence(long nowNanos) {
        heartbeat.heard(nowNanos);
    }

    /** It hangs: asks a JVM that can still answer for a thread dump, then kills it, which sets its connections free. */
    void fence(String reason) {
        LOG.log(Level.WARNING, "{0} hangs: {1}", this, reason);
        heartbeat.expect(false);
        if (ProcessState.isStopped(pid)) {
            kill(reason + ", stopped");
        } else {
            Libc.kill(pid, Libc.SIGQUIT);
            clock.after(EVIDENCE_MS, () -> kill(reason));
        }
    }

    @Override
    public void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
        proxy.serve(query, key, bound, data);
    }

    @Override
    public void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
        proxy.serve(query, key, data, type, socket);
    }

    @Override
    public void refuse(Message.QueryServer query, String key, int errno) {
        proxy.refuse(query, key, errno);
    }

    /** Has it take nothing new, finish what it has, and leave. */
    void drain(String reason) {
        if (state.compareTo(WorkerState.DRAINING) < 0) {
            change(WorkerEvent.DRAIN, reason);
            proxy.disconnect();
        }
    }

    /** SIGTERM: what does not leave by asking. */
    void terminate(String reason) {
        signal(WorkerEvent.TERMINATE, Libc.SIGTERM, reason);
    }

    /** SIGKILL: now. */
    void kill(String reason) {
        signal(WorkerEvent.KILL, Libc.SIGKILL, reason);
    }

    void acknowledged(boolean taken) throws ProtocolException {
        long number = window.acknowledge();
        if (!taken) {
            // Its descriptor was lost on the way, and Node sends no accepted for such a line.
            events.answered(this, number, false);
        }
    }

    void answered(long ack, boolean accepted) throws ProtocolException {
        acceptedSince += accepted ? 1 : 0;
        events.answered(this, ack, accepted);
    }

    void isOnline(Capabilities capabilities) {
        if (state == WorkerState.STARTING) {
            window = new Window(capabilities.window());
            isJava = capabilities.version() > 0;
            heartbeat.expect(isJava);
            change(WorkerEvent.ONLINE, "online after " + ageMs() + " ms");
        }
    }

    void asksToListen(Message.QueryServer query) {
        askedToListen = true;
        events.listenAsked(this, query);
    }

    void servesNoLonger(String key) {
        events.listenEnded(this, key);
    }

    void isReady(String reason) {
        if (state == WorkerState.ONLINE) {
            readyAtNanos = clock.nanoTime();
            change(WorkerEvent.LISTENING, "ready after " + ageMs() + " ms: " + reason);
            events.ready(this);
        }
    }

    /**
     * It had its time to become ready. A Node program that never asked to listen may have other work to do, and is ready
     * now; anybody else has failed to start.
     */
    void requireReady(long limitMs) {
        if (state == WorkerState.ONLINE && !isJava && !askedToListen) {
            isReady("does not listen");
        } else if (state == WorkerState.STARTING || state == WorkerState.ONLINE) {
            kill("not ready after " + limitMs + " ms");
        }
    }

    void saysHowBusyItIs(Message.Stats stats) {
        hasFreeThread = stats.threads() == 0 || stats.hasFreeThread();
        openAsSaid = stats.open();
        acceptedSince = 0;
    }

    void retires(String reason) {
        change(WorkerEvent.DRAIN, "retires: " + reason);
        events.retires(this);
    }

    void leaves(String reason) {
        change(WorkerEvent.DRAIN, reason);
    }

    void heard() {
        heartbeat.heard(clock.nanoTime());
    }

    void channelEnded(IpcChannel.End end) {
        if (end.peersFault()) {
            LOG.log(Level.WARNING, "{0} {1}", this, end.reason());
            kill(end.reason());
        } else if (exitStatus == null) {
            if (state.compareTo(WorkerState.DRAINING) < 0) {
                // Not told to leave: there is nothing that it could have to finish.
                clock.after(EXIT_AFTER_EOF_MS, () -> kill("did not exit after its channel had ended"));
            }
            change(WorkerEvent.DRAIN, "channel: " + end.reason());
        }
        dieIfDead();
    }

    private void exited(ExitStatus status) {
        exitStatus = status;
        if (proxy.isOpen()) {
            proxy.readToEnd();
        } else {
            dieIfDead();
        }
    }

    private void dieIfDead() {
        if (exitStatus != null && state != WorkerState.EXITED && !proxy.isOpen()) {
            change(WorkerEvent.DIED, exitStatus.toString());
            events.dead(this, exitStatus);
        }
    }

    private void signal(WorkerEvent event, int signal, String reason) {
        // Reaped already: the pid may be somebody else's by now.
        if (exitStatus == null && state.on(event) != state) {
            change(event, reason);
            Libc.kill(pid, signal);
        }
    }

    private void change(WorkerEvent event, String reason) {
        WorkerState before = state;
        state = before.on(event);
        if (state != before) {
            LOG.log(Level.INFO, "{0} {1} -> {2}: {3}", this, before, state, reason);
            if (before == WorkerState.READY) {
                events.unready(this);
            }
        }
    }

    private long ageMs() {
        return (clock.nanoTime() - createdAtNanos) / NANOS_PER_MS;
    }

    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }
}
