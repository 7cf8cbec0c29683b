package io.baton.worker;

import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.baton.worker.net.WarmUp;
import io.baton.worker.spi.Answers;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a worker in this process. One event loop owns the channel to the parent, all connections and the worker's
 * {@link WorkerLife}. The main thread runs the application's start and stop, which may block.
 */
final class WorkerRuntime {

    private static final Logger LOG = System.getLogger(WorkerRuntime.class.getName());
    private static final int LOOP_END_MS = 200;

    private final int id;
    private final WorkerArguments arguments;
    private final Fd socket;
    private final Application application;
    private final OwnProcess process;
    private final @Nullable OwnFigures figures;
    private final @Nullable Gauges gauges;
    private final int parentAtStart = Processes.parentPid();
    private final IoEventLoop loop;
    private final WorkerLife life;

    /**
     * A worker that has not begun.
     *
     * @param id {@code NODE_UNIQUE_ID}: above 0 a cluster's master started this process, 0 any other parent did
     * @param socket the channel to the parent, owned by the worker from here on
     * @param figures where it counts; null if its parent does not want that
     */
    WorkerRuntime(
            int id,
            WorkerArguments arguments,
            Fd socket,
            Application application,
            OwnProcess process,
            @Nullable OwnFigures figures) {
        this.id = id;
        this.arguments = arguments;
        this.socket = socket;
        this.application = application;
        this.process = process;
        this.figures = figures;
        this.gauges = figures == null ? null : new Gauges(figures);
        this.loop = new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("baton-loop"), EpollIoHandler.newFactory())
                .next();
        this.life = new WorkerLife(loop, arguments, application, process, this::role);
    }

    /** The only place that tells the two roles apart. */
    private Role role(WorkerLife worker) {
        return id > 0
                ? new ClusterWorker(id, parentAtStart, worker, arguments, application, process, gauges)
                : new ForkedChild(worker, new Listener(first().name(), BoundAddress.NONE));
    }

    private ListenerArgument first() {
        return arguments.listeners().get(0);
    }

    /** Runs the worker to its end, on the main thread. Returns the exit code. */
    int run() {
        process.tellUncaught((thread, exception) -> {
            LOG.log(Level.ERROR, "uncaught exception in " + thread.getName(), exception);
            life.retire("uncaught exception: " + exception);
        });
        loop.terminationFuture().addListener(ended -> life.loopEnded());
        guard().execute(this::open);
        new Departure(life, arguments.killMs()).hear(process);
        if (!startApplication()) {
            return 1;
        }
        life.applicationStarted();
        LogLine.prepare();
        if (gauges != null) {
            gauges.prepare();
        }
        int code = life.awaitEnd();
        // Before the loop shuts down: a loop that ends may never run a task that it was given last.
        guard().execute(life::closeChannel);
        return stopApplication() ? code : 1;
    }

    private boolean startApplication() {
        try {
            application.start(new WorkerView(
                    id,
                    parentAtStart,
                    arguments,
                    life::finishes,
                    life::retire,
                    figures == null ? Answers.UNCOUNTED : figures,
                    loop));
            new WarmUp(loop, application, new Listener(first().name(), BoundAddress.of(first().address())))
                    .run(arguments.warmUpRequests());
            application.ready().toCompletableFuture().join();
            return true;
        } catch (Throwable e) {
            // An Error too, such as a missing class: otherwise the process would live on without its main thread.
            LOG.log(Level.ERROR, "application did not start", e);
            return false;
        }
    }

    private boolean stopApplication() {
        try {
            // A JVM that exits waits 300 ms for a thread that is in epoll_wait.
            loop.shutdownGracefully(0, LOOP_END_MS, TimeUnit.MILLISECONDS).await(LOOP_END_MS);
            application.stop();
            return true;
        } catch (Exception e) {
            LOG.log(Level.ERROR, "application did not stop", e);
            return false;
        }
    }

    /** Runs work on the event loop. */
    LoopGuard guard() {
        return life.guard();
    }

    private void open() {
        if (!life.begin()) {
            return;
        }
        try {
            IpcChannel channel = IpcChannel.open(loop, socket, new Msghdr(), new PrimaryAdapter(life));
            life.connected(new PrimaryProxy(channel));
        } catch (PosixException e) {
            LOG.log(Level.ERROR, "channel to the master: {0}", e.getMessage());
            life.exit(2);
        }
    }
}
