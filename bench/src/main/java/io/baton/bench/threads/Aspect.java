package io.baton.bench.threads;

import io.baton.bench.load.WhereOptions;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.served.HoldingApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One thing in which processes and threads differ. */
interface Aspect {

    /** Threads or processes. */
    String THREADS = "threads";

    String WORKERS = "workers";

    /** As in the tables. */
    String name();

    /** Measures both once. */
    void measure(Sides sides, Samples samples) throws IOException, InterruptedException;

    /** All of them. */
    static List<Aspect> all() {
        return List.of(
                new Creation(), new Footprint(), new Messages(), new Throughput(), new FullCollection(), new Crash());
    }

    /**
     * The two ways to do the same work.
     *
     * @param count how many threads, how many workers
     * @param threads one JVM with that many event loops
     * @param workers a master with that many workers and no spare
     * @param workplace for what they write
     */
    record Sides(int count, Contender threads, Contender workers, Path workplace) {

        Contender oneThread() {
            return threads.withWorkers(1).orElseThrow();
        }

        Contender oneWorker() {
            return workers.withWorkers(1).orElseThrow();
        }

        /** One of the two serving {@link HoldingApplication}, each of its JVMs holding so much. */
        static Contender holding(Contender side, int megabytes) {
            return side.withApplication(
                            WhereOptions.benchJar(), Map.of(HoldingApplication.HELD, String.valueOf(megabytes)))
                    .orElseThrow();
        }
    }
}
