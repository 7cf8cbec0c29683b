package io.baton.bench.shared;

import io.baton.bench.load.Progress;
import io.baton.bench.load.Workplace;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Machine;
import io.baton.bench.load.figure.Report;
import io.baton.bench.load.figure.Samples;
import io.baton.worker.redis.RedisBackend;
import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code shared}: measures calls of shared state, with each of its keepers in turn. */
@Command(
        name = "shared",
        description = "Measures calls of shared state, with each of its keepers in turn.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class SharedCommand implements Callable<Integer> {

    @Option(names = "--rounds", description = "How often each keeper is measured.")
    private int rounds = 5;

    @Option(names = "--calls", description = "How many calls of each kind are measured, one by one and 64 at a time.")
    private int calls = 20_000;

    private final String commandLine;

    /**
     * Not run yet.
     *
     * @param commandLine that repeats it, for the report
     */
    public SharedCommand(String commandLine) {
        this.commandLine = commandLine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || calls < 100) {
            throw new IllegalArgumentException(
                    "--rounds " + rounds + " --calls " + calls + " (expected: at least 1 and 100)");
        }
        Map<String, Supplier<Shared>> keepers = new LinkedHashMap<>();
        try (MasterKeeper master = new MasterKeeper();
                LocalRedis redis = new LocalRedis(Workplace.create())) {
            keepers.put("the master", () -> master.shared(loop()));
            keepers.put("Redis, with Lettuce", () -> new RedisBackend().open(redis.address(), "bench", loop()));
            System.out.println(measure(keepers).markdown());
        }
        return 0;
    }

    /** Each keeper has a worker that calls it, for all rounds. */
    private Report measure(Map<String, Supplier<Shared>> keepers) throws IOException, InterruptedException {
        Machine machine = Machine.here();
        Samples samples = new Samples("shared");
        Map<String, RoundTrips> workers = new LinkedHashMap<>();
        keepers.forEach((name, keeper) -> workers.put(name, new RoundTrips(keeper.get(), calls)));
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, RoundTrips> worker : workers.entrySet()) {
                Map<String, Double> results = worker.getValue().measure();
                results.forEach((name, value) -> samples.add(worker.getKey(), name, "", value));
                Progress.say("shared %d, %s: %s", round, worker.getKey(), results);
            }
        }
        return Report.of(machine, commandLine, Findings.of(samples.measurements(), List.of()));
    }

    /** As a worker makes its own. */
    private static EventLoop loop() {
        return new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("bench-loop", true), EpollIoHandler.newFactory())
                .next();
    }
}
