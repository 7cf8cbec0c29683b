package io.baton.bench.shared;

import io.baton.master.conductor.Conductor;
import io.baton.master.shared.SharedState;
import io.baton.worker.redis.SharedContract;
import io.baton.worker.shared.Keeper;
import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Shared} promises, with the part of a master that keeps it. */
final class MasterSharedTest extends SharedContract {

    private static final long MEMORY = 16L << 20;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Conductor conductor;

    private final Path directory;
    private final List<EventLoopGroup> loops = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // before each test
    private SharedState master;

    private volatile String application = "";

    MasterSharedTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void startConductor() {
        conductor = Conductor.start();
    }

    @AfterAll
    static void stopConductor() {
        conductor.stop();
    }

    /** All workers are this process, so the one that connects has the application that was asked for last. */
    private SharedState master() {
        return new SharedState(
                conductor,
                directory,
                (pid, consumer) ->
                        conductor.post(() -> consumer.accept(new SharedState.Caller(application, "worker", MEMORY))),
                (app, words) -> System.out.println(app + ": " + words));
    }

    @BeforeEach
    void start() {
        master = master();
    }

    @AfterEach
    void end() {
        for (EventLoopGroup loop : loops) {
            Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        master.close();
    }

    @Override
    protected Shared worker() throws Exception {
        return worker("own");
    }

    @Override
    protected Shared stranger() throws Exception {
        return worker("other");
    }

    private Shared worker(String name) throws Exception {
        application = name;
        loops.add(new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("test-loop", true), EpollIoHandler.newFactory()));
        Shared shared = Keeper.of(master.address(), name, loop());
        // It connects now, while the application is its own.
        shared.get("nothing").toCompletableFuture().get(20, TimeUnit.SECONDS);
        return shared;
    }

    @Override
    protected EventLoop loop() {
        return loops.get(loops.size() - 1).next();
    }
}
