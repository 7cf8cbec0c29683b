package io.baton.worker;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.Connections;
import io.baton.worker.net.WarmUp;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Load;
import io.baton.worker.spi.Worker;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker: boots, listens, adopts connections, drains, leaves. One event loop owns the channel to the master
 * and all connections; the main thread runs what an application may block in, its start and its stop.
 *
 * <p>The state below is the event loop's; the volatile fields are read by any thread.
 */
final class WorkerRuntime implements Worker {

    private static final Logger LOG = System.getLogger(WorkerRuntime.class.getName());
    private static final int LOOP_END_MS = 200;
    private static final int BACKGROUND_NICE = 10;

    private final int id;
    private final WorkerArguments arguments;
    private final Fd socket;
    private final Application application;
    private final OwnProcess process;
    private final int parentAtStart = Libc.parentPid();
    private final IoEventLoop loop;
    private final Connections connections = new Connections();
    private final Adopter adopter;
    private final List<EpollSocketChannel> unread = new ArrayList<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private volatile Phase phase = Phase.STARTING;
    private volatile boolean started;

    private int exitCode;
    private @Nullable PrimaryProxy primary;
    private @Nullable String key;

    WorkerRuntime(int id, WorkerArguments arguments, Fd socket, Application application, OwnProcess process) {
        this.id = id;
        this.arguments = arguments;
        this.socket = socket;
        this.application = application;
        this.process = process;
        this.loop = new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("baton-loop"), EpollIoHandler.newFactory())
                .next();
        this.adopter = new Adopter(loop, application, connections, cause -> retire("uncaught exception: " + cause));
    }

    /** Runs the worker to its end, on the main thread. Returns the exit code. */
    int run() {
        process.tellUncaught((thread, exception) -> {
            LOG.log(Level.ERROR, "uncaught exception in " + thread.getName(), exception);
            retire("uncaught exception: " + exception);
        });
        loop.execute(this::open);
        try {
            application.start(this);
            new WarmUp(loop, application).run(arguments.warmUpRequests());
            application.ready().toCompletableFuture().join();
        } catch (Throwable e) {
            // An Error too, as of a class that is not there: nobody else would end this process.
            LOG.log(Level.ERROR, "application did not start", e);
            return 1;
        }
        started = true;
        loop.execute(this::listen);
        int code = exit.join();
        // Netty forgets what is on a loop whose end comes between its look for events and its tasks.
        loop.execute(this::closeChannel);
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

    /** A connection that the master sent. */
    void connectionArrived(String forKey, long seq, @Nullable Fd connection) {
        boolean accepted = connection != null && phase == Phase.SERVING && forKey.equals(key);
        if (connection != null && accepted) {
            EpollSocketChannel channel = adopter.adopt(connection);
            if (channel != null) {
                unread.add(channel);
            }
        } else if (connection != null) {
            connection.close();
        }
        proxy().answer(seq, accepted);
    }

    /** The master can know of every connection that it lost; then, and only then, they are read. */
    void answersWritten() {
        for (int i = 0; i < unread.size(); i++) {
            adopter.read(unread.get(i));
        }
        unread.clear();
    }

    void listenAnswered(Message.QueryReply reply) {
        if (phase != Phase.STARTING) {
            return;
        }
        if (reply.errno() != 0) {
            LOG.log(Level.ERROR, "listen on {0}: {1}", wanted(), Errno.describe(-reply.errno()));
            exit.complete(1);
            return;
        }
        key = reply.key();
        phase = Phase.SERVING;
        ListenAddress bound = reply.bound();
        proxy().listening(bound == null ? wanted() : ListenAddress.tcp(wanted().host(), bound.port()));
    }

    /** Takes nothing new, finishes what there is, leaves. */
    void drain() {
        if (phase.compareTo(Phase.DRAINING) >= 0) {
            return;
        }
        phase = Phase.DRAINING;
        if (key != null) {
            proxy().close(key);
        }
        connections.drain(this::leave);
    }

    @Override
    public void retire(String reason) {
        loop.execute(() -> {
            if (phase.compareTo(Phase.DRAINING) < 0) {
                LOG.log(Level.WARNING, "retiring: {0}", reason);
                exitCode = 1;
                proxy().retire(reason);
                drain();
            }
        });
    }

    /** What the master could not hear accepted is still the master's, and stays unread. */
    void masterGone(IpcChannel.End end) {
        LOG.log(end.peersFault() ? Level.ERROR : Level.DEBUG, "channel to the master ended: {0}", end.reason());
        phase = Phase.STOPPED;
        unread.forEach(adopter::close);
        // Netty forgets the channels of a loop whose end comes between its look for events and its tasks.
        connections.closeAll();
        exit(exitCode);
    }

    private void open() {
        if (!process.endWithParent(parentAtStart)) {
            exit.complete(0);
            return;
        }
        try {
            PrimaryAdapter adapter = new PrimaryAdapter(this);
            primary = new PrimaryProxy(IpcChannel.open(loop, socket, new Msghdr(), adapter));
            proxy().online();
            Pulse.start(loop, proxy(), this::load, connections);
        } catch (PosixException e) {
            LOG.log(Level.ERROR, "channel to the master: {0}", e.getMessage());
            exit.complete(2);
        }
    }

    private void closeChannel() {
        if (primary != null) {
            primary.close();
        }
    }

    /** An application that cannot say must not stop the pulse. */
    private Load load() {
        try {
            return started ? application.load() : Load.UNKNOWN;
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "application does not tell its load", e);
            return Load.UNKNOWN;
        }
    }

    private void listen() {
        if (primary != null && phase == Phase.STARTING) {
            primary.queryServer(wanted());
        }
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

    private ListenAddress wanted() {
        return ListenAddress.tcp(arguments.host(), arguments.port());
    }

    private PrimaryProxy proxy() {
        if (primary == null) {
            throw new IllegalStateException("the channel to the master is not open yet");
        }
        return primary;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public long pid() {
        return Libc.pid();
    }

    @Override
    public long ppid() {
        return parentAtStart;
    }

    @Override
    public int processors() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / arguments.workers());
    }

    @Override
    public boolean draining() {
        return phase.compareTo(Phase.DRAINING) >= 0;
    }

    @Override
    public void giveWay() {
        Libc.setNice(0, BACKGROUND_NICE);
    }

    @Override
    public Map<String, String> options() {
        return arguments.options();
    }
}
