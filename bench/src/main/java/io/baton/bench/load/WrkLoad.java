package io.baton.bench.load;

import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.client.WrkOutput;
import io.baton.bench.load.contender.Server;
import java.io.IOException;
import java.time.Duration;

/**
 * One run of wrk with what it cost the server.
 *
 * @param cpuMicros of the server's whole process tree
 * @param rootCpuMicros of its first process alone: a master's, if it has one
 */
public record WrkLoad(WrkOutput output, long cpuMicros, long rootCpuMicros, Duration duration) {

    private static final double MICROS_PER_SECOND = 1e6;

    /** Loads the server for so long. */
    public static WrkLoad on(Server server, Wrk wrk, Duration duration) throws IOException, InterruptedException {
        long rootBefore = server.rootCpuMicros();
        long before = server.cpuMicros();
        WrkOutput output = wrk.run(server.port(), duration);
        return new WrkLoad(output, server.cpuMicros() - before, server.rootCpuMicros() - rootBefore, duration);
    }

    /** Of the whole process tree. */
    public double cpuMicrosPerRequest() {
        return (double) cpuMicros / Math.max(1, output.requests());
    }

    /** Of the first process alone. */
    public double rootCpuMicrosPerRequest() {
        return (double) rootCpuMicros / Math.max(1, output.requests());
    }

    /** How many cores it kept busy. */
    public double coresUsed() {
        return cpuMicros / MICROS_PER_SECOND / duration.toSeconds();
    }
}
