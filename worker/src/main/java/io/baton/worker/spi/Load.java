package io.baton.worker.spi;

/**
 * How busy an application is.
 *
 * @param requests answered since the start, -1 when not counted
 * @param running  long computations on a thread now
 * @param waiting  computations that wait for a thread
 * @param threads  threads there are for computations; 0 when the application has none
 * @param progress how much of what runs is done, in percent; 0 when not measured
 */
public record Load(long requests, int running, int waiting, int threads, int progress) {

    /** Said by an application that does not measure. */
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

    /** Of an application that does not measure progress. */
    public Load(long requests, int running, int waiting, int threads) {
        this(requests, running, waiting, threads, 0);
    }
}
