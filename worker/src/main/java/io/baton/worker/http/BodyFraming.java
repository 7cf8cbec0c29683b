package io.baton.worker.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpContentException;
import java.util.List;

/**
 * Counts what a chunked body takes besides its content: sizes, line ends, and extensions, for which no specification has a
 * limit (RFC 9112, section 7.1.1). Belongs to one decoder.
 */
final class BodyFraming {
    private final long limit;

    private boolean insideBody;
    private long bytes;

    BodyFraming(long limit) {
        this.limit = limit;
    }

    /**
     * Takes notice of so many bytes that became these messages.
     *
     * @throws TooLongHttpContentException if it is too much for one body
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
