package io.baton.worker.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpContentException;
import java.util.List;

/**
 * Counts the bytes of a chunked body beside its content: sizes, line ends and extensions. The specification sets no
 * limit for extensions (RFC 9112, section 7.1.1). Owned by one decoder.
 */
final class BodyFraming {
    private final long limit;

    private boolean insideBody;
    private long bytes;

    BodyFraming(long limit) {
        this.limit = limit;
    }

    /**
     * So many bytes were decoded into these messages.
     *
     * @throws TooLongHttpContentException if the framing has become too long for one body
     */
    void count(int decoded, List<Object> messages) {
        Object last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        if (last instanceof LastHttpContent) {
            insideBody = false;
        } else if (last instanceof HttpMessage) {
            insideBody = true;
            bytes = 0;
        } else if (insideBody) {
            bytes +=
                    decoded - (last == null ? 0 : ((HttpContent) last).content().readableBytes());
        }
        if (insideBody && bytes > limit) {
            throw new TooLongHttpContentException("chunk sizes and extensions");
        }
    }
}
