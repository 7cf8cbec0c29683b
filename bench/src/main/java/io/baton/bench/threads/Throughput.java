package io.baton.bench.threads;

import io.baton.bench.load.WrkLoad;
import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.time.Duration;

/** What a request costs, and how many there are, on kept and on new connections. */
final class Throughput implements Aspect {

    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public void measure(Sides sides, Samples samples) throws IOException, InterruptedException {
        if (Tool.WRK.missing().isPresent()) {
            throw new IOException(Tool.WRK.missing().get());
        }
        measure(sides.threads(), sides, THREADS, samples);
        measure(sides.workers(), sides, WORKERS, samples);
    }

    private static void measure(Contender contender, Sides sides, String row, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, sides.workplace())) {
            server.awaitAnswer();
            for (boolean fresh : new boolean[] {false, true}) {
                String kind = fresh ? "new connections" : "kept connections";
                Wrk wrk = Wrk.usual(fresh);
                WrkLoad.on(server, wrk, WARM_UP);
                WrkLoad load = WrkLoad.on(server, wrk, MEASURED);
                samples.add(row, kind + ", CPU a request", "us", load.cpuMicrosPerRequest());
                samples.add(row, kind + ", requests a second", "", load.output().requestsPerSecond());
            }
        }
    }
}
