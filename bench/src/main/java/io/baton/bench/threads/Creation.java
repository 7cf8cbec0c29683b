package io.baton.bench.threads;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long until one more can work: a thread that runs, a worker that is ready (as its master says). */
final class Creation implements Aspect {

    private static final Pattern READY = Pattern.compile("worker \\d+ \\(pid \\d+\\) .*ready after (\\d+) ms");
    private static final int THREADS_STARTED = 200;
    private static final int SETTLE_MS = 1000;
    private static final double NANOS_PER_MS = 1e6;

    @Override
    public String name() {
        return "creation";
    }

    @Override
    public void measure(Sides sides, Samples samples) throws IOException, InterruptedException {
        for (int i = 0; i < THREADS_STARTED; i++) {
            long start = System.nanoTime();
            long[] ran = new long[1];
            Thread thread = new Thread(() -> ran[0] = System.nanoTime());
            thread.start();
            thread.join();
            samples.add(THREADS, "one more can work after", "ms", (ran[0] - start) / NANOS_PER_MS);
        }
        Contender one = sides.oneWorker();
        try (Server server = Server.start(one, sides.workplace())) {
            server.awaitAnswer();
            Thread.sleep(SETTLE_MS);
            Matcher ready = READY.matcher(server.output());
            while (ready.find()) {
                samples.add(WORKERS, "one more can work after", "ms", Double.parseDouble(ready.group(1)));
            }
        }
    }
}
