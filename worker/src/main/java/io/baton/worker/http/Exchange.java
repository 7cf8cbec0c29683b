package io.baton.worker.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The request that a connection is busy with, from the end of its head to its answer. Owned by the connection's event
 * loop.
 */
final class Exchange {
    private final Router router;
    private final Limits limits;
    private final RequestRules rules;

    private @Nullable HttpRequest request;
    private @Nullable PendingAnswer pending;
    private long bodyBytes;

    Exchange(Router router, Limits limits) {
        this.router = router;
        this.limits = limits;
        this.rules = new RequestRules(limits);
    }

    /** Begins with this head. Returns the refusal if the head is refused, else null. */
    @Nullable
    Answer begin(HttpRequest head) {
        request = head;
        bodyBytes = 0;
        return rules.refusal(head);
    }

    /** Counts and drops a part of the body. Returns the refusal if the body is refused, else null. */
    @Nullable
    Answer add(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            return rules.malformedBody(content.decoderResult().cause());
        }
        bodyBytes += content.content().readableBytes();
        return bodyBytes > limits.body() ? rules.bodyTooLarge() : null;
    }

    /** The router's response, now that the request is complete. */
    Response respond() {
        HttpRequest whole = request();
        return router.respond(whole.method(), whole.uri());
    }

    /** The answer will come from another thread. */
    void await(PendingAnswer later) {
        pending = later;
    }

    boolean isWaiting() {
        return pending != null;
    }

    /** Whether the request waits for this answer. */
    boolean isWaitingFor(PendingAnswer answer) {
        return pending == answer;
    }

    /** The client no longer waits for the answer. */
    void cancel() {
        PendingAnswer cancelled = pending;
        if (cancelled != null) {
            pending = null;
            cancelled.cancel();
        }
    }

    boolean isOpen() {
        return request != null;
    }

    /** The request is answered. */
    void end() {
        request = null;
        pending = null;
    }

    /** Whether the client sends the body only after a 100 Continue. */
    boolean expectsContinue() {
        HttpHeaders headers = request().headers();
        return bodyBytes == 0
                && headers.contains(HttpHeaderNames.EXPECT)
                && request().protocolVersion().equals(HttpVersion.HTTP_1_1)
                && (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                        || HttpUtil.getContentLength(request(), 0L) > 0);
    }

    /** Whether the answer has a body. The answer to HEAD has none. */
    boolean wantsBody() {
        return request == null || !request.method().equals(HttpMethod.HEAD);
    }

    /** What the client wants to become of the connection. */
    Persistence persistence() {
        HttpHeaders headers = request().headers();
        boolean implied = request().protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!headers.contains(HttpHeaderNames.CONNECTION)) {
            return implied ? Persistence.IMPLIED : Persistence.CLOSE;
        }
        if (headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            return Persistence.CLOSE;
        }
        if (implied) {
            return Persistence.IMPLIED;
        }
        return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE, true)
                ? Persistence.KEEP_ALIVE
                : Persistence.CLOSE;
    }

    private HttpRequest request() {
        if (request == null) {
            throw new IllegalStateException("no request in progress");
        }
        return request;
    }
}
