package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One kind of load. Measures its contenders in turn, A B A B, so that what else the machine does meets them all. */
interface Scenario {

    /** As on the command line and in the tables. */
    String name();

    /** Why it cannot run on this machine; empty when it can. */
    Optional<String> missing();

    /** Whether the contender can do what is asked here. */
    boolean suits(Contender contender);

    /** Runs all rounds. */
    List<Measurement> run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException;

    /** All of them. */
    static List<Scenario> all() {
        return List.of(
                new ClosedLoop("keepalive", false),
                new ClosedLoop("connect", true),
                new BesideComputations(),
                new ColdStart(),
                new KilledWorker());
    }
}
