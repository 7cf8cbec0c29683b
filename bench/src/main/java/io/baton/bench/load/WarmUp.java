package io.baton.bench.load;

import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.contender.Server;
import java.io.IOException;
import java.time.Duration;

/**
 * Load until the server gets no cheaper any more, because the work of a JVM's compilers is no part of a request's cost. A JVM
 * needs from a few seconds to half a minute, depending on other work on this machine.
 */
final class WarmUp {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int STEADY_WINDOWS = 3;

    /** So much of the cheapest window before is no real gain. */
    private static final double STEADY = 0.95;

    private WarmUp() {}

    /** Returns how many seconds it took. */
    static long run(Server server, Wrk wrk, LoadOptions options) throws IOException, InterruptedException {
        return run(server, wrk, options, 1);
    }

    /**
     * As the other method, for a server whose JVMs each get a small part of the load.
     *
     * @param times how many times as long it may take, 1 or more; a window is as many times as long
     */
    static long run(Server server, Wrk wrk, LoadOptions options, int times) throws IOException, InterruptedException {
        Duration window = WINDOW.multipliedBy(times);
        double cheapest = Double.MAX_VALUE;
        int sinceCheaper = 0;
        long least = options.warmUp().toSeconds();
        long most = options.longestWarmUp().toSeconds() * times;
        long spent = 0;
        while (spent < least || (sinceCheaper < STEADY_WINDOWS && spent < most)) {
            double perRequest = WrkLoad.on(server, wrk, window).cpuMicrosPerRequest();
            sinceCheaper = perRequest < cheapest * STEADY ? 0 : sinceCheaper + 1;
            cheapest = Math.min(cheapest, perRequest);
            spent += window.toSeconds();
        }
        return spent;
    }
}
