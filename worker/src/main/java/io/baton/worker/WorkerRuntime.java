package io.baton.worker;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.Connections;
import io.baton.worker.net.WarmUp;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Load;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker: boots, listens, adopts connections, drains, leaves. One event loop owns the channel to the master
 * and all connections; the main thread runs what an application may block in, its start and its stop.
 *
 * <p>The state below is the event loop's; the volatile fields are read by any thread.
 */
final class WorkerRuntime {

    private static final Logger LOG = System.getLogger(WorkerRuntime.class.getName());
    private static final int LOOP_END_MS = 200;

    /** Above 0 a cluster started it, which tells it what to do; else it is a child that serves what it is sent. */
    private final int id;

    private final WorkerArguments arguments;
    private final Fd socket;
    private final Application application;
    private final OwnProcess process;
    private final MasterDeath masterDeath;
    private final int parentAtStart = Processes.parentPid();
    private final IoEventLoop loop;
    private final LoopGuard guard;
    private final ConnectionLimit limit;
    private final Connections connections;
    private final Intake intake;
    private final Listening listening;
    private final OwnLoad ownLoad;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private volatile Phase phase = Phase.STARTING;
    private volatile boolean started;

    private int exitCode;
    private @Nullable PrimaryProxy primary;

    WorkerRuntime(int id, WorkerArguments arguments, Fd socket, Application application, OwnProcess process) {
        this.id = id;
        this.arguments = arguments;
        this.socket = socket;
        this.application = application;
        this.process = process;
        this.masterDeath = new MasterDeath(arguments, process);
        this.ownLoad = new OwnLoad(application);
        this.limit = ConnectionLimit.ofThisProcess(arguments.maxConnections(), application.connectionBytes());
        this.connections = new Connections(limit.most());
        this.loop = new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("baton-loop"), EpollIoHandler.newFactory())
                .next();
        this.guard = new LoopGuard(loop, this::failed);
        this.intake = new Intake(loop, new Adopter(loop, application, connections, this::failed));
        this.listening = new Listening(arguments, intake, this::serve, this::cannotListen);
    }

    /** Runs the worker to its end, on the main thread. Returns the exit code. */
    int run() {
        process.tellUncaught((thread, exception) -> {
            LOG.log(Level.ERROR, "uncaught exception in " + thread.getName(), exception);
            retire("uncaught exception: " + exception);
        });
        loop.terminationFuture().addListener(ended -> {
            if (!exit.isDone()) {
                LOG.log(Level.ERROR, "the event loop has ended unasked: exiting");
                exit(1);
            }
        });
        guard.execute(this::open);
        new Departure(this, arguments.killMs()).hear(process);
        try {
            application.start(new WorkerView(id, parentAtStart, arguments, this::draining, this::retire));
            new WarmUp(loop, application).run(arguments.warmUpRequests());
            application.ready().toCompletableFuture().join();
        } catch (Throwable e) {
            // An Error too, as of a class that is not there: nobody else would end this process.
            LOG.log(Level.ERROR, "application did not start", e);
            return 1;
        }
        started = true;
        guard.execute(this::listen);
        LogLine.prepare();
        int code = exit.join();
        // Netty forgets what is on a loop whose end comes between its look for events and its tasks.
        guard.execute(this::closeChannel);
        try {
            // A JVM that exits waits 300 ms for a thread that is in epoll_wait.
            loop.shutdownGracefully(0, LOOP_END_MS, TimeUnit.MILLISECONDS).await(LOOP_END_MS);
            application.stop();
        } catch (Exception e) {
            LOG.log(Level.ERROR, "application did not stop", e);
            return 1;
        }
        return code;
    }

    /** A connection that the master hands over. */
    void connectionArrived(String listener, long seq, @Nullable Fd connection) {
        proxy().answer(seq, connection != null && intake.take(listener, connection));
    }

    /** The master can know of every connection that it lost; then, and only then, they are read. */
    void answersWritten() {
        intake.read();
    }

    /** A connection that somebody gave away. */
    void connectionGiven(Fd connection, @Nullable String serversKey) {
        intake.serve(connection, () -> {
            if (serversKey != null) {
                proxy().socketClosed(serversKey);
            }
        });
    }

    /** A socket to accept on, which only this process has, or others too. */
    void serverGiven(Fd server, boolean own) {
        intake.serveOn(server, own);
    }

    /** What the master answers to the wish to listen. */
    Listening listening() {
        return listening;
    }

    /** Takes nothing new, finishes what there is, leaves. */
    void drain() {
        if (draining()) {
            return;
        }
        phase = Phase.DRAINING;
        masterDeath.drains();
        listening.end(proxy());
        intake.close();
        connections.drain(guard.guarded(this::leave));
    }

    /** As {@link io.baton.worker.spi.Worker#retire}. Any thread may call. */
    void retire(String reason) {
        guard.execute(() -> giveUp(reason));
    }

    private void giveUp(String reason) {
        if (!draining()) {
            LOG.log(Level.DEBUG, "retiring: {0}", reason);
            exitCode = 1;
            proxy().retire(reason);
            drain();
        }
    }

    /** Retires, because what this worker's own code was about to do was not done; exits if it cannot even do that. */
    private void failed(Throwable cause) {
        LOG.log(exitCode == 0 ? Level.ERROR : Level.DEBUG, "failed on the event loop", cause);
        exitCode = 1;
        try {
            switch (phase) {
                case STARTING, STOPPED -> exit(1);
                case SERVING -> giveUp("uncaught exception: " + cause);
                case DRAINING -> connections.drain(guard.guarded(this::leave));
            }
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "cannot retire: exiting", e);
            exit(1);
        }
    }

    /** The guard of what the master says. */
    LoopGuard guard() {
        return guard;
    }

    /**
     * A worker has no more to do without its master, unless it was told to finish what it has; somebody else's child does
     * that in any case.
     */
    void masterGone(ChannelEnd end) {
        LOG.log(end.peersFault() ? Level.ERROR : Level.DEBUG, "channel to the master ended: {0}", end.reason());
        int finishMs = masterDeath.finishMs(phase);
        boolean finishes = id > 0 ? finishMs > 0 : phase == Phase.SERVING;
        phase = finishes ? Phase.DRAINING : Phase.STOPPED;
        if (!finishes) {
            intake.abandon();
            abandon();
            return;
        }
        if (masterDeath.isCertain()) {
            intake.inherit();
        } else {
            intake.abandon();
        }
        connections.drain(() -> exit(exitCode));
        if (id > 0) {
            Future<?> unused = guard.schedule(this::abandon, finishMs);
        }
    }

    /** Closes what is open and ends. On the loop. */
    void abandon() {
        // Netty forgets the channels of a loop whose end comes between its look for events and its tasks.
        connections.closeAll();
        exit(exitCode);
    }

    private void open() {
        if (id > 0 && !masterDeath.expect(parentAtStart)) {
            exit.complete(0);
            return;
        }
        try {
            PrimaryAdapter adapter = new PrimaryAdapter(this);
            primary = new PrimaryProxy(IpcChannel.open(loop, socket, new Msghdr(), adapter));
            if (id > 0) {
                proxy().online();
                Pulse.start(guard, proxy(), () -> started ? ownLoad.now() : Load.UNKNOWN, connections);
            }
        } catch (PosixException e) {
            LOG.log(Level.ERROR, "channel to the master: {0}", e.getMessage());
            exit(2);
        }
    }

    private void closeChannel() {
        if (primary != null) {
            primary.close();
        }
    }

    private void listen() {
        if (primary == null || phase != Phase.STARTING) {
            return;
        }
        ownLoad.warmedUp();
        if (id == 0) {
            phase = Phase.SERVING;
            intake.open();
        } else {
            listening.begin(primary);
        }
    }

    private void serve(int port) {
        phase = Phase.SERVING;
        intake.listensOn(arguments.host(), port);
        proxy().listening(ListenAddress.tcp(arguments.host(), port));
        intake.open();
        // One worker says it for all of them.
        LOG.log(id > 1 ? Level.DEBUG : limit.isReduced() ? Level.WARNING : Level.INFO, limit.toString());
    }

    private void cannotListen(String reason) {
        LOG.log(Level.ERROR, "listen on {0}: {1}", ListenAddress.tcp(arguments.host(), arguments.port()), reason);
        exit.complete(1);
    }

    Phase phase() {
        return phase;
    }

    private boolean draining() {
        return phase.compareTo(Phase.DRAINING) >= 0;
    }

    private void leave() {
        phase = Phase.STOPPED;
        proxy().leave();
    }

    /** The main thread may be busy starting the application; there is nothing to wait for then. */
    private void exit(int code) {
        if (exit.complete(code) && !started) {
            process.exit(code);
        }
    }

    PrimaryProxy proxy() {
        if (primary == null) {
            throw new IllegalStateException("the channel to the master is not open yet");
        }
        return primary;
    }
}
