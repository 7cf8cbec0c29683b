package io.baton.worker.http;

import io.baton.protocol.WorkerOption;
import java.util.Map;

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

    private static final long GRACE_MS = 1_000;
    private static final long LINGER_MS = 1_000;

    /** The limits of a worker whose operator sets none. */
    public static final Limits DEFAULT = of(Map.of());

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

    /** The limits that the operator set, by their names, and the defaults of the others. */
    static Limits of(Map<String, String> options) {
        return new Limits(
                (int) WorkerOption.MAX_REQUEST_LINE.in(options),
                (int) WorkerOption.MAX_HEADER_BYTES.in(options),
                (int) WorkerOption.MAX_HEADER_FIELDS.in(options),
                WorkerOption.MAX_BODY.in(options),
                WorkerOption.HEADER_TIMEOUT.in(options),
                WorkerOption.BODY_TIMEOUT.in(options),
                WorkerOption.KEEP_ALIVE_TIMEOUT.in(options),
                WorkerOption.COMPUTE_TIMEOUT.in(options),
                GRACE_MS,
                LINGER_MS);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
