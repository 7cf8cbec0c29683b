package user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Shared;
import io.baton.worker.spi.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Three things that the workers of an application do together: sessions, a rate limit, and a chat. */
public final class Together implements Application {

    private static final Duration SESSION = Duration.ofMinutes(30);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final long LIMIT = 5;

    private Shared shared;
    private long pid;
    private long master;

    @Override
    public void start(Worker worker) {
        shared = worker.shared();
        pid = worker.pid();
        master = worker.ppid();
    }

    @Override
    public void initialize(Channel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Routes());
    }

    private CompletionStage<FullHttpResponse> route(QueryStringDecoder query) {
        switch (query.path()) {
            case "/login": {
                // Whichever worker is asked next, it knows the session.
                String id = UUID.randomUUID().toString();
                return shared.put("session:" + id, of(query, "user").getBytes(UTF_8), SESSION)
                        .thenApply(done -> answer(HttpResponseStatus.OK, id));
            }
            case "/me":
                return shared.get("session:" + of(query, "id")).thenApply(user -> user == null
                        ? answer(HttpResponseStatus.UNAUTHORIZED, "log in first")
                        : answer(HttpResponseStatus.OK, new String(user, UTF_8) + " at " + pid));
            case "/limited":
                // The first request of a window makes the key, which is gone when the window ends.
                return shared.increment("rate:" + of(query, "client"), 1, WINDOW).thenApply(count -> count > LIMIT
                        ? answer(HttpResponseStatus.TOO_MANY_REQUESTS, "slowly")
                        : answer(HttpResponseStatus.OK, count + " at " + pid));
            case "/say":
                return shared.publish("chat", of(query, "text").getBytes(UTF_8))
                        .thenApply(workers -> answer(HttpResponseStatus.OK, "heard by " + workers + " workers"));
            case "/put":
                return shared.put(of(query, "key"), new byte[Integer.parseInt(of(query, "bytes"))])
                        .thenApply(done -> answer(HttpResponseStatus.OK, "kept"));
            default:
                return shared.get("nothing").thenApply(none -> answer(HttpResponseStatus.OK, "I am worker, pid: " + pid + ", ppid: " + master + "\n"));
        }
    }

    /** Server-sent events: what anyone says at any worker, until the client goes. */
    private void chat(ChannelHandlerContext client) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set("content-type", "text/event-stream").set("transfer-encoding", "chunked");
        shared.subscribe("chat", text -> client.writeAndFlush(
                        new DefaultHttpContent(Unpooled.wrappedBuffer(("data: " + new String(text, UTF_8) + "\n\n").getBytes(UTF_8)))))
                .thenAccept(subscription -> {
                    client.writeAndFlush(head);
                    client.channel().closeFuture().addListener(closed -> subscription.close());
                })
                .exceptionally(e -> {
                    client.writeAndFlush(unavailable(e));
                    return null;
                });
    }

    private static FullHttpResponse unavailable(Throwable e) {
        return answer(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    }

    private static String of(QueryStringDecoder query, String name) {
        return query.parameters().get(name).get(0);
    }

    private static FullHttpResponse answer(HttpResponseStatus status, String text) {
        ByteBuf body = Unpooled.copiedBuffer(text, UTF_8);
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers().set("content-length", body.readableBytes());
        return answer;
    }

    private final class Routes extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            QueryStringDecoder query = new QueryStringDecoder(request.uri());
            if (query.path().equals("/chat")) {
                chat(context);
                return;
            }
            boolean closes = "close".equals(request.headers().get("connection"));
            route(query)
                    .exceptionally(Together::unavailable)
                    .thenAccept(answer -> {
                        var written = context.writeAndFlush(answer);
                        if (closes) {
                            written.addListener(ChannelFutureListener.CLOSE);
                        }
                    });
        }
    }
}
