package io.baton.worker;

import io.baton.protocol.Moved;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.posix.Fd;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.Connections;
import io.baton.worker.net.Past;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.channel.IoEventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leads a worker from its boot to its exit, {@link Phase} by phase. Where a cluster's worker and a forked child differ,
 * the {@link Role} decides. Owned by the worker's event loop; any thread may read the volatile fields.
 */
final class WorkerLife {

    private static final Logger LOG = System.getLogger(WorkerLife.class.getName());

    private final OwnProcess process;
    private final LoopGuard guard;
    private final ConnectionLimit limit;
    private final Connections connections;
    private final Intake intake;
    private final Returning returning;
    private final Role role;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private volatile Phase phase = Phase.STARTING;
    private volatile boolean started;

    private int exitCode;
    private @Nullable PrimaryProxy parent;

    /**
     * A life that has not begun.
     *
     * @param role makes the worker's role
     */
    WorkerLife(
            IoEventLoop loop,
            WorkerArguments arguments,
            Application application,
            OwnProcess process,
            Function<WorkerLife, Role> role) {
        this.process = process;
        this.limit = ConnectionLimit.ofThisProcess(arguments.maxConnections(), application.connectionBytes());
        this.connections = new Connections(limit.most());
        this.guard = new LoopGuard(loop, this::failed);
        Adopter adopter = new Adopter(loop, application, connections, this::failed);
        this.intake = new Intake(loop, adopter);
        this.returning = new Returning(loop, connections, adopter, this::parent, arguments.drainBudgetMs());
        this.role = role.apply(this);
    }

    /** Called before the channel is open. Returns whether the channel is to be opened. */
    boolean begin() {
        boolean begun = role.begin();
        if (!begun) {
            exit.complete(0);
        }
        return begun;
    }

    /** The channel to the parent is open. */
    void connected(PrimaryProxy parent) {
        this.parent = parent;
        role.connected(parent);
    }

    /** The application can serve now. Called by the main thread. */
    void applicationStarted() {
        started = true;
        guard.execute(() -> {
            if (parent != null && phase == Phase.STARTING) {
                role.ready(parent);
            }
        });
    }

    /**
     * The worker takes connections from now on.
     *
     * @param first its first listener
     */
    void serve(Listener first) {
        phase = Phase.SERVING;
        intake.open(first);
    }

    /** The worker cannot listen. The application is stopped and the process exits with 1. */
    void failBoot() {
        exit.complete(1);
    }

    /** The master hands over a connection. */
    void connectionArrived(String listener, long seq, @Nullable Fd connection) {
        parent().answer(seq, connection != null && intake.take(listener, Past.NONE, connection));
    }

    /** The master hands over a connection that another worker has served. */
    void movedConnectionArrived(String listener, long seq, Moved moved, @Nullable Fd connection) {
        parent().answer(seq, connection != null && intake.take(listener, Past.of(moved), connection));
    }

    /** The kernel has every answer, so the master will learn of each connection that it no longer owns. */
    void answersWritten() {
        intake.read();
    }

    /**
     * Takes no new connection, finishes the open ones, then leaves.
     *
     * @param move whether connections may be given back to the master, because other workers serve
     */
    void drain(boolean move) {
        boolean begins = !isDraining();
        if (begins) {
            if (move) {
                returning.begins();
            }
            phase = Phase.DRAINING;
            role.drains(parent());
            intake.close();
        }
        if (move && phase == Phase.DRAINING) {
            returning.moveAll(guard.guarded(this::leave));
        } else if (begins) {
            returning.tellAll(guard.guarded(this::leave));
        }
    }

    /** The master is about to replace its program, or has. The worker ends if the master has died meanwhile. */
    void masterUpgrades(MovingMessage.Upgrade upgrade) {
        boolean lives = role.upgrade(upgrade.begins());
        parent().reply(upgrade.seq());
        if (!lives) {
            abandon();
        }
    }

    /** As {@link io.baton.worker.spi.Worker#retire}. Any thread may call. */
    void retire(String reason) {
        guard.execute(() -> giveUp(reason));
    }

    private void giveUp(String reason) {
        if (!isDraining()) {
            exitCode = 1;
            role.retires(parent(), reason);
            drain(false);
        }
    }

    /**
     * The worker's own code threw on the event loop and did not finish. The worker retires, or exits if it cannot
     * retire.
     */
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

    private void leave() {
        phase = Phase.STOPPED;
        returning.end();
        role.leaves(() -> parent().leave());
    }

    /** The channel has ended. Connections that the parent may still own stay unread unless the parent is dead. */
    void parentGone(ChannelEnd end) {
        LOG.log(end.peersFault() ? Level.ERROR : Level.DEBUG, "channel to the master ended: {0}", end.reason());
        role.disconnected();
        long finishMs = role.finishMs(phase);
        phase = finishMs > 0 ? Phase.DRAINING : Phase.STOPPED;
        if (finishMs > 0 && role.isOrphaned()) {
            intake.inherit();
        } else {
            intake.abandon();
        }
        if (finishMs == 0) {
            abandon();
            return;
        }
        connections.drain(() -> exit(exitCode));
        if (finishMs != Role.UNLIMITED) {
            Future<?> unused = guard.schedule(this::abandon, finishMs);
        }
    }

    /** Closes what is open and exits. */
    void abandon() {
        returning.end();
        // Before the loop shuts down: a loop that ends can leave its last channels open.
        connections.closeAll();
        exit(exitCode);
    }

    /** The event loop has ended. Called by a thread of Netty's. */
    void loopEnded() {
        if (!exit.isDone()) {
            LOG.log(Level.ERROR, "the event loop has ended unasked: exiting");
            exit(1);
        }
    }

    /**
     * Ends the worker. While the application starts, the main thread may not wait for the exit code yet, so the process
     * is ended.
     */
    void exit(int code) {
        if (exit.complete(code) && !started) {
            process.exit(code);
        }
    }

    /** Waits for the exit code. Called by the main thread. */
    int awaitEnd() {
        return exit.join();
    }

    /** Closes the channel to the parent, if it was ever open. */
    void closeChannel() {
        if (parent != null) {
            parent.close();
        }
    }

    /** Runs work on the event loop. */
    LoopGuard guard() {
        return guard;
    }

    /** How many connections the worker may have. */
    ConnectionLimit limit() {
        return limit;
    }

    /** The worker's open connections. */
    Connections connections() {
        return connections;
    }

    /** Where the worker's connections come from. */
    Intake intake() {
        return intake;
    }

    /** How the worker's connections go back to the master. */
    Returning returning() {
        return returning;
    }

    /** What the worker is to its parent. */
    Role role() {
        return role;
    }

    /** Where the worker stands in its life. Any thread may call. */
    Phase phase() {
        return phase;
    }

    /** Whether the worker takes nothing new any more. Any thread may call. */
    boolean isDraining() {
        return phase.compareTo(Phase.DRAINING) >= 0;
    }

    /** Whether the application is to finish its connections. Not while they move. Any thread may call. */
    boolean finishes() {
        return isDraining() && !returning.isMoving();
    }

    /** Speaks to the parent. */
    PrimaryProxy parent() {
        if (parent == null) {
            throw new IllegalStateException("the channel to the master is not open yet");
        }
        return parent;
    }
}
