package io.baton.bench.threads;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;

/** PSS of the whole, idle, and how much of it one more thread or worker adds. */
final class Footprint implements Aspect {

    private static final int SETTLE_MS = 2000;
    private static final double KIB_PER_MB = 1024;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void measure(Sides sides, Samples samples) throws IOException, InterruptedException {
        add(samples, THREADS, sides.count(), pss(sides.oneThread(), sides), pss(sides.threads(), sides));
        add(samples, WORKERS, sides.count(), pss(sides.oneWorker(), sides), pss(sides.workers(), sides));
    }

    private static void add(Samples samples, String row, int count, double one, double all) {
        samples.add(row, "one, PSS", "MB", one);
        samples.add(row, count + ", PSS", "MB", all);
        samples.add(row, "each further one, PSS", "MB", (all - one) / (count - 1));
    }

    private static double pss(Contender contender, Sides sides) throws IOException, InterruptedException {
        try (Server server = Server.start(contender, sides.workplace())) {
            server.awaitAnswer();
            Thread.sleep(SETTLE_MS);
            return server.memory().pss() / KIB_PER_MB;
        }
    }
}
