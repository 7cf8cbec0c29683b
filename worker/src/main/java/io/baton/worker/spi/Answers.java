package io.baton.worker.spi;

/**
 * Counts what a worker answers, for the metrics of its master. An application that answers HTTP requests with handlers of its own
 * counts here; otherwise the master knows only how many requests there were, from {@link Load#requests()}. Called on the event
 * loop of the connection. A call takes some nanoseconds and allocates nothing.
 */
public interface Answers {

    /** Counts nothing: nobody wants to know. */
    Answers UNCOUNTED = new Answers() {
        @Override
        public void answered(int status, long nanos) {}

        @Override
        public void received(long bytes) {}

        @Override
        public void sent(long bytes) {}
    };

    /**
     * One more request is answered. Called before the answer is sent, so that no client knows of an answer that is not counted.
     *
     * @param status of the answer, {@code 100..599}
     * @param nanos from the end of the request's head to its answer; 0 if there was no whole head
     */
    void answered(int status, long nanos);

    /** So many more bytes of requests have come. */
    void received(long bytes);

    /** So many more bytes of answers are sent. */
    void sent(long bytes);
}
