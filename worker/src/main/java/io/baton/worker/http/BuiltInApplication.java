package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baton.protocol.WorkerOption;
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
 * <p>Options: those of {@link WorkerOption}, and {@code demo-faults} (false).
 */
public final class BuiltInApplication implements Application {
    /** Measured with 4000 connections: 2190 to 2360 bytes each. */
    private static final int CONNECTION_BYTES = 2300;

    private volatile @Nullable Started started;

    @Override
    public void start(Worker worker) {
        Map<String, String> options = worker.options();
        int threads = (int) WorkerOption.COMPUTE_THREADS.in(options);
        ComputePool pool = new ComputePool(
                threads == WorkerOption.NONE ? Math.max(1, worker.processors()) : threads,
                (int) WorkerOption.COMPUTE_QUEUE.in(options),
                worker::giveWay);
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("/", new RootEndpoint(worker));
        endpoints.put("/compute", new ComputeEndpoint(pool));
        if (Boolean.parseBoolean(options.get("demo-faults"))) {
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
