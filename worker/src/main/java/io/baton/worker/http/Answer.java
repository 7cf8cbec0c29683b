package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * A whole response, encoded once and written any number of times. Only the date and the fate of the connection are left
 * to the {@link ResponseWriter}. Immutable.
 */
public final class Answer implements Response {
    private final HttpResponseStatus status;
    private final String fields;
    private final byte[] head;
    private final byte[] body;

    private Answer(HttpResponseStatus status, String fields, byte[] body) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.head = ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.length + "\r\n" + fields + "Date: ")
                .getBytes(UTF_8);
    }

    /** An answer with this body as {@code text/plain; charset=utf-8}. */
    public static Answer text(HttpResponseStatus status, String body) {
        return new Answer(status, "", body.getBytes(UTF_8));
    }

    /**
     * The same answer with one more header field. Name and value are written as they are, and must not come from a
     * client.
     */
    public Answer with(String name, String value) {
        return new Answer(status, fields + name + ": " + value + "\r\n", body);
    }

    public HttpResponseStatus status() {
        return status;
    }

    public String body() {
        return new String(body, UTF_8);
    }

    /** Status line and header fields up to the value of the Date field, which comes next. Must not be changed. */
    byte[] head() {
        return head;
    }

    /** The body's bytes. Must not be changed. */
    byte[] bodyBytes() {
        return body;
    }

    @Override
    public String toString() {
        return status + ": " + body();
    }
}
