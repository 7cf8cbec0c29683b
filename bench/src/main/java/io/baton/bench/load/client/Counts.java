package io.baton.bench.load.client;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests of a load, and of its kept connections. A request is failed if it was sent, or its connection
 * could not be opened, and no whole answer came; no request is sent again, and none is sent on a connection whose end the
 * server has announced. Owned by the load's thread until the load has ended.
 */
public final class Counts {

    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    private final Histogram micros = new Histogram(LONGEST_MICROS, DIGITS);
    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);

    private long answered;
    private long closedAnnounced;
    private long closedUnannounced;

    void addAnswer(long tookNanos) {
        answered++;
        micros.recordValue(Math.min(Math.max(0, tookNanos / 1000), LONGEST_MICROS));
    }

    void addFailure(Failure failure) {
        failures.merge(failure, 1L, Long::sum);
    }

    void addClosed(boolean announced) {
        if (announced) {
            closedAnnounced++;
        } else {
            closedUnannounced++;
        }
    }

    /** Requests that had their end. */
    public long requests() {
        return answered + failed();
    }

    /** With a whole answer of status 200. */
    public long answered() {
        return answered;
    }

    /** Without. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many failed in which way; those that none failed in are absent. */
    public Map<Failure, Long> failures() {
        return Map.copyOf(failures);
    }

    /** Kept connections that the server closed after it had said so in an answer. */
    public long closedAnnounced() {
        return closedAnnounced;
    }

    /** Kept connections that the server closed without a word, whether or not a request was on its way. */
    public long closedUnannounced() {
        return closedUnannounced;
    }

    /** Of the answers, from when a request was due. */
    public Histogram micros() {
        return micros;
    }
}
