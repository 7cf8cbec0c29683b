package io.baton.worker.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection that cannot move, as politely as its protocol allows: a WebSocket gets a close frame that says
 * "service restart" (1012), TLS its close_notify, and every client FIN before the socket closes. Owned by the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the connection ends in any case
final class Farewell {

    /** For a client to answer the close frame. */
    private static final long ANSWER_MS = 1_000;

    private static final String WEB_SOCKET = "io.netty.handler.codec.http.websocketx.WebSocket";
    private static final String TLS = "io.netty.handler.ssl.SslHandler";

    private Farewell() {}

    /** Ends the connection within some two seconds. Returns what it was, in a word or two. */
    static String say(Channel channel, String obstacle) {
        ChannelHandler webSocket = null;
        ChannelHandler tls = null;
        for (Map.Entry<String, ChannelHandler> next : channel.pipeline()) {
            String type = next.getValue().getClass().getName();
            if (type.startsWith(WEB_SOCKET) && type.endsWith("FrameEncoder")) {
                webSocket = next.getValue();
            } else if (type.equals(TLS)) {
                tls = next.getValue();
            }
        }
        if (webSocket != null) {
            closeWebSocket(channel);
            return "WebSocket";
        } else if (tls != null) {
            closeTls(channel, (SslHandler) tls);
        } else {
            Linger.begin(channel);
        }
        return obstacle;
    }

    private static void closeWebSocket(Channel channel) {
        channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.SERVICE_RESTART));
        channel.eventLoop().schedule(() -> Linger.begin(channel), ANSWER_MS, TimeUnit.MILLISECONDS);
    }

    /** A write behind the close_notify would be refused, so the end waits for the close_notify itself. */
    private static void closeTls(Channel channel, SslHandler tls) {
        tls.closeOutbound().addListener((ChannelFutureListener) sent -> Linger.begin(channel));
    }
}
