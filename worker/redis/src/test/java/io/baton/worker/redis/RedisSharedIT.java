package io.baton.worker.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Shared} promises, with a real Redis. */
final class RedisSharedIT extends SharedContract {

    private static @Nullable RedisServer server;

    private final Loops loops = new Loops();
    private String application = "";

    @BeforeAll
    static void startRedis(@TempDir Path directory) throws Exception {
        String missing = RedisServer.missing();
        assumeTrue(missing.isEmpty(), missing);
        server = new RedisServer(directory);
    }

    @AfterAll
    static void endRedis() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        application = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void endWorkers() {
        loops.close();
    }

    @Override
    protected Shared worker() {
        return loops.worker(address(), application);
    }

    @Override
    protected Shared stranger() {
        return loops.worker(address(), application + "2");
    }

    @Override
    protected EventLoop loop() {
        return loops.last();
    }

    private static String address() {
        if (server == null) {
            throw new IllegalStateException();
        }
        // A machine that is busy with other tests is no failure of these.
        return server.address() + "?timeout=20s";
    }
}
