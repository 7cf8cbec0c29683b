package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Load;
import io.baton.worker.spi.Worker;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application that a worker serves when the operator names none: {@code /} tells which process answers,
 * {@code /compute} keeps a processor busy.
 *
 * <p>Options: {@code compute-threads} (the worker's share of the processors), {@code compute-queue} (16),
 * {@code demo-faults} (false), and those of {@link Limits}.
 */
public final class BuiltInApplication implements Application {
    private static final int QUEUE = 16;

    /** Measured with 4000 connections: 2000 to 2100 bytes each, before the first request and after it. */
    private static final int CONNECTION_BYTES = 2200;

    private volatile @Nullable Started started;

    @Override
    public void start(Worker worker) {
        Options options = new Options(worker.options());
        ComputePool pool = new ComputePool(
                options.number("compute-threads", Math.max(1, worker.processors())),
                options.number("compute-queue", QUEUE),
                worker::giveWay);
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("/", new RootEndpoint(worker));
        endpoints.put("/compute", new ComputeEndpoint(pool));
        if (Boolean.parseBoolean(worker.options().get("demo-faults"))) {
            endpoints.putAll(DemoFaults.endpoints());
        }
        Router router = new Router(Map.copyOf(endpoints));
        started = new Started(pool, new HttpPipeline(worker, router, Limits.of(options)));
    }

    @Override
    public void initialize(Channel channel) {
        started().pipeline().install(channel);
    }

    @Override
    public byte[] warmUpRequest() {
        return "GET / HTTP/1.1\r\nHost: warm-up\r\n\r\n".getBytes(US_ASCII);
    }

    @Override
    public Load load() {
        Started now = started();
        ComputePool pool = now.pool();
        return new Load(now.pipeline().requests(), pool.running(), pool.waiting(), pool.threads(), pool.progress());
    }

    @Override
    public int connectionBytes() {
        return CONNECTION_BYTES;
    }

    @Override
    public void stop() {
        started().pool().stop();
    }

    private Started started() {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    private record Started(ComputePool pool, HttpPipeline pipeline) {}
}
