package io.baton.worker.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;

/** Tells from a message whether its connection stays open behind it (RFC 9112, sections 6.3 and 9.3). */
final class Persistence {

    private Persistence() {}

    /** Whether the message lets the connection stay open. Allocates nothing if it says nothing about that. */
    static boolean allows(HttpMessage message) {
        return message.headers().get(HttpHeaderNames.CONNECTION) == null
                ? message.protocolVersion().isKeepAliveDefault()
                : HttpUtil.isKeepAlive(message);
    }

    /** Whether the end of the answer can be seen without the end of the connection. */
    static boolean isFramed(HttpResponse response) {
        if (response.headers().get(HttpHeaderNames.CONTENT_LENGTH) != null) {
            return true;
        }
        int code = response.status().code();
        return code == 204 || code == 304 || HttpUtil.isTransferEncodingChunked(response);
    }
}
