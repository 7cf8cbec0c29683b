package io.baton.worker.http;

/**
 * How much and how long a connection may ask for.
 *
 * @param requestLine bytes of a request line; a longer one is answered 414
 * @param headerBytes bytes of all header lines of a request together; more are answered 431
 * @param headerFields header lines of a request; more are answered 431, because each costs many times its bytes
 * @param body bytes of a request body; more are answered 413
 * @param keepAliveMs how long a connection may be idle, or an answer may wait for a client that does not read
 * @param headMs how long a request head may take from its first byte on, however steadily it drips
 * @param bodyMs how long a request body may take from the end of the head on
 * @param graceMs how long an idle connection stays open while the worker drains
 * @param lingerMs how long a connection closed by the server still listens, so that its last answer arrives
 */
public record Limits(
        int requestLine,
        int headerBytes,
        int headerFields,
        long body,
        long keepAliveMs,
        long headMs,
        long bodyMs,
        long graceMs,
        long lingerMs) {

    public static final Limits DEFAULT =
            new Limits(8192, 32 * 1024, 100, 1024 * 1024, 65_000, 10_000, 30_000, 1_000, 1_000);

    public Limits {
        atLeastOne("requestLine", requestLine);
        atLeastOne("headerBytes", headerBytes);
        atLeastOne("headerFields", headerFields);
        atLeastOne("body", body);
        atLeastOne("keepAliveMs", keepAliveMs);
        atLeastOne("headMs", headMs);
        atLeastOne("bodyMs", bodyMs);
        atLeastOne("graceMs", graceMs);
        atLeastOne("lingerMs", lingerMs);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
