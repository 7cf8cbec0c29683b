package io.baton.worker.http;

import io.baton.worker.spi.Answers;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests and answers of all connections of a pipeline. It reads the clock only if the master serves metrics,
 * because two looks at it are most of what a count costs. On any event loop.
 */
final class Tally {
    private final LongAdder requests = new LongAdder();
    private final Answers answers;
    private final boolean counted;

    /** @param answers counts them more closely */
    Tally(Answers answers) {
        this.answers = answers;
        this.counted = answers != Answers.UNCOUNTED;
    }

    /** The time now, for {@link #answered}. */
    long now() {
        return counted ? System.nanoTime() : 0;
    }

    /**
     * One more request is answered, and its answer is not sent yet.
     *
     * @param sinceNanos when its head was read; 0 if it has none
     */
    void answered(int status, long sinceNanos, long bytes) {
        if (counted) {
            answers.answered(status, sinceNanos == 0 ? 0 : System.nanoTime() - sinceNanos);
            answers.sent(bytes);
        }
    }

    /** So many more bytes of requests were decoded. */
    void received(long bytes) {
        if (counted) {
            answers.received(bytes);
        }
    }

    /** So many more answers were sent. */
    void sent(int count) {
        requests.add(count);
    }

    /** How many answers were sent so far. */
    long requests() {
        return requests.sum();
    }
}
