package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Findings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One kind of load. Measures its contenders in turn, A B A B, so that other work on the machine affects all of them. */
public interface Scenario {

    /** As on the command line and in the tables. */
    String name();

    /** Why it cannot run on this machine; empty when it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** The names of the contenders that it compares, unless the command line names others. */
    List<String> contenders();

    /** Whether the contender has the abilities that this scenario needs. */
    boolean suits(Contender contender);

    /** Runs all rounds. */
    Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException;

    /** All of them, in the order they run. */
    static List<Scenario> all() {
        return List.of(
                new ColdStart(),
                new MemoryUse(),
                new ClosedLoop("keepalive", false),
                new ClosedLoop("connect", true),
                new Unhurried(),
                new BesideComputations(),
                new KilledWorker(),
                new ReloadedWorkers(),
                new NewWorker(),
                new Growth());
    }
}
