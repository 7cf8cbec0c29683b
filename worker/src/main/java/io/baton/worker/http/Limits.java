package io.baton.worker.http;

/**
 * Limits of a connection's requests.
 *
 * @param requestLine bytes of a request line; a longer one is answered 414
 * @param headerBytes bytes of all header lines of a request together; more are answered 431
 * @param headerFields header lines of a request; more are answered 431, because each takes many times its bytes in
 *     memory
 * @param body bytes of a request body; more are answered 413
 * @param headMs how long a request head may take from its first byte on, however steadily the bytes come
 * @param bodyMs how long a request body may take from the end of the head on
 * @param keepAliveMs how long a connection may be idle, or an answer may wait for a client that does not read
 * @param computeMs how long a computation may take; after that the answer is 503
 * @param graceMs how long an idle connection stays open while the worker drains
 * @param lingerMs how long a connection that the server closes is still read, so that its last answer arrives
 */
public record Limits(
        int requestLine,
        int headerBytes,
        int headerFields,
        long body,
        long headMs,
        long bodyMs,
        long keepAliveMs,
        long computeMs,
        long graceMs,
        long lingerMs) {

    /** The longest limit of a single connection. */
    private static final long DAY_MS = 24 * 60 * 60 * 1000;

    /** A computation may wait for 16 others of eight seconds each and still finish in time. */
    public static final Limits DEFAULT =
            new Limits(8192, 32 * 1024, 100, 1024 * 1024, 10_000, 30_000, 65_000, 300_000, 1_000, 1_000);

    public Limits {
        atLeastOne("requestLine", requestLine);
        atLeastOne("headerBytes", headerBytes);
        atLeastOne("headerFields", headerFields);
        atLeastOne("body", body);
        atLeastOne("headMs", headMs);
        atLeastOne("bodyMs", bodyMs);
        atLeastOne("keepAliveMs", keepAliveMs);
        atLeastOne("computeMs", computeMs);
        atLeastOne("graceMs", graceMs);
        atLeastOne("lingerMs", lingerMs);
    }

    /** The operator's limits, and defaults for the others. */
    static Limits of(Options options) {
        return new Limits(
                options.number("max-request-line", DEFAULT.requestLine),
                options.number("max-header-bytes", DEFAULT.headerBytes),
                options.number("max-header-fields", DEFAULT.headerFields),
                options.number("max-body", DEFAULT.body, Long.MAX_VALUE),
                options.number("header-timeout", DEFAULT.headMs, DAY_MS),
                options.number("body-timeout", DEFAULT.bodyMs, DAY_MS),
                options.number("keep-alive-timeout", DEFAULT.keepAliveMs, DAY_MS),
                options.number("compute-timeout", DEFAULT.computeMs, DAY_MS),
                DEFAULT.graceMs,
                DEFAULT.lingerMs);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
