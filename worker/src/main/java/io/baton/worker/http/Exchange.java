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

/** The one request a connection is busy with, from the end of its head to its answer. Belongs to its event loop. */
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

    /** Begins with this head. Returns why it is refused, or null when it is not. */
    @Nullable
    Answer begin(HttpRequest head) {
        request = head;
        bodyBytes = 0;
        return rules.refusal(head);
    }

    /** Counts and drops a piece of the body. Returns why it is refused, or null when it is not. */
    @Nullable
    Answer add(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            return rules.malformedBody(content.decoderResult().cause());
        }
        bodyBytes += content.content().readableBytes();
        return bodyBytes > limits.body() ? rules.bodyTooLarge() : null;
    }

    /** What the router says now that the request is whole. */
    Response respond() {
        HttpRequest whole = request();
        return router.respond(whole.method(), whole.uri());
    }

    /** The answer comes later, from elsewhere. */
    void await(PendingAnswer later) {
        pending = later;
    }

    boolean isWaiting() {
        return pending != null;
    }

    /** Whether it is this answer that is waited for. */
    boolean isWaitingFor(PendingAnswer answer) {
        return pending == answer;
    }

    /** Nobody waits for the answer any more. */
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

    /** Answered. */
    void end() {
        request = null;
        pending = null;
    }

    /** Whether the client holds the body back until it is told to go on. */
    boolean expectsContinue() {
        HttpHeaders headers = request().headers();
        return bodyBytes == 0
                && headers.contains(HttpHeaderNames.EXPECT)
                && request().protocolVersion().equals(HttpVersion.HTTP_1_1)
                && (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                        || HttpUtil.getContentLength(request(), 0L) > 0);
    }

    /** Whether the answer has a body; the one to HEAD has not. */
    boolean wantsBody() {
        return request == null || !request.method().equals(HttpMethod.HEAD);
    }

    /** What the client asked to become of the connection. */
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
