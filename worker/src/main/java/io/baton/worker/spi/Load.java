package io.baton.worker.spi;

/**
 * Tells how busy an application is.
 *
 * @param requests how many requests it has answered since the start; -1 when not counted
 * @param running how many long computations have a thread now
 * @param waiting how many computations wait for a thread
 * @param threads how many threads there are for computations; 0 when the application has none
 * @param progress how much of the running computations is done, in percent; 0 when not measured
 */
public record Load(long requests, int running, int waiting, int threads, int progress) {

    /** The load of an application that does not measure it. */
    public static final Load UNKNOWN = new Load(-1, 0, 0, 0, 0);

    public Load {
        if (requests < -1) {
            throw new IllegalArgumentException("requests: " + requests + " (expected: >= -1)");
        }
        if (running < 0 || waiting < 0 || threads < 0) {
            throw new IllegalArgumentException("running, waiting, threads: " + running + ", " + waiting + ", " + threads
                    + " (expected: none negative)");
        }
        if (progress < 0 || progress > 100) {
            throw new IllegalArgumentException("progress: " + progress + " (expected: 0..100)");
        }
    }

    /** The load of an application that does not measure progress. */
    public Load(long requests, int running, int waiting, int threads) {
        this(requests, running, waiting, threads, 0);
    }
}
