package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code startup}: the time from the exec of a server to its first answered {@code GET /}, which is tried each millisecond;
 * for Baton also the time from spawn to ready of the first worker, as its master logs it.
 */
final class ColdStart implements Scenario {

    private static final Pattern READY = Pattern.compile("worker 1 \\(pid \\d+\\) .*ready after (\\d+) ms");
    private static final double NANOS_PER_MS = 1e6;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public List<String> contenders() {
        return List.of("baton", "netty", "node-cluster", "node", "pm2", "nginx", "c-handoff");
    }

    @Override
    public boolean suits(Contender contender) {
        return true;
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples samples = new Samples(name());
        Attempts attempts = new Attempts(name());
        for (int start = 1; start <= options.starts(); start++) {
            for (Contender contender : contenders) {
                int number = start;
                attempts.of(contender.name(), () -> measure(contender, number, options, samples));
            }
        }
        return Findings.of(samples.measurements(), attempts.failures());
    }

    private static void measure(Contender contender, int start, LoadOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            double ms = server.awaitAnswer().toNanos() / NANOS_PER_MS;
            samples.add(contender.name(), "first answer after", "ms", ms);
            Matcher ready = READY.matcher(server.output());
            if (ready.find()) {
                samples.add(contender.name(), "worker 1 ready after", "ms", Double.parseDouble(ready.group(1)));
            }
            Progress.say("startup %d, %s: %.0f ms", start, contender.name(), ms);
        }
    }
}
