package io.baton.worker;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baton.worker.http.Answer;
import io.baton.worker.http.HttpPipeline;
import io.baton.worker.http.Limits;
import io.baton.worker.http.PendingAnswer;
import io.baton.worker.http.Router;
import io.baton.worker.spi.Answers;
import io.baton.worker.spi.Application;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A script of requests, and applications that answer it. Answers to {@code /slow} and {@code /stream} wait for the test.
 * The answers are numbered, so that an answer that is lost, or given twice, shows.
 */
final class ServedScript {

    static final String TEXT = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
            + "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
            + "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"
            + "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"
            + "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "\r\nGET /slow HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok"
            + "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n"
            + "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n";

    /** What serves the script. */
    enum Server {
        BUILT_IN,
        CODEC,
        DECODER_AND_ENCODER
    }

    private final Server server;

    /** What some worker still owes, in the order in which it was asked for. */
    private final ArrayDeque<Runnable> owed = new ArrayDeque<>();

    private int slowAnswers;

    ServedScript(Server server) {
        this.server = server;
    }

    /** Gives the next answer, or part of one, that a client waits for. Returns whether there was any. */
    boolean answerNext() {
        Runnable next = owed.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    /** An application of one worker. */
    Application application() {
        return switch (server) {
            case BUILT_IN -> builtIn();
            case CODEC -> ofNetty(List.of("codec"));
            case DECODER_AND_ENCODER -> ofNetty(List.of("decoder", "encoder"));
        };
    }

    private Application builtIn() {
        Router router = new Router(Map.of(
                "/a", query -> Answer.text(OK, "a"), "/slow", query -> new Slow(), "/stream", query -> new Slow()));
        WorkerView worker = new WorkerView(
                1,
                1,
                WorkerArguments.parse(List.of()),
                () -> false,
                reason -> {},
                Answers.UNCOUNTED,
                new EmbeddedChannel().eventLoop());
        HttpPipeline pipeline = new HttpPipeline(worker, router, Limits.DEFAULT);
        return new Application() {
            @Override
            public void initialize(Channel channel) {
                pipeline.install(channel);
            }
        };
    }

    private final class Slow implements PendingAnswer, Runnable {
        private Consumer<Answer> listener = answer -> {};

        @Override
        public void onAnswer(Consumer<Answer> told) {
            listener = told;
            owed.add(this);
        }

        @Override
        public void run() {
            listener.accept(Answer.text(OK, "slow " + ++slowAnswers));
        }

        @Override
        public void cancel() {
            owed.remove(this);
        }
    }

    /** Adds its handlers when the channel is registered, as most applications do. */
    private Application ofNetty(List<String> handlers) {
        return new Application() {
            @Override
            public void initialize(Channel channel) {
                channel.pipeline().addLast(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel initialized) {
                        handlers.forEach(name -> initialized.pipeline().addLast(name, handler(name)));
                        initialized.pipeline().addLast(new HttpObjectAggregator(1024), new InOrder());
                    }
                });
            }
        };
    }

    private static ChannelHandler handler(String name) {
        return switch (name) {
            case "codec" -> new HttpServerCodec();
            case "decoder" -> new HttpRequestDecoder();
            default -> new HttpResponseEncoder();
        };
    }

    /** Answers one request after the other. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class InOrder extends SimpleChannelInboundHandler<FullHttpRequest> {

        private final ArrayDeque<String> waiting = new ArrayDeque<>();
        private boolean busy;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            waiting.add(request.method() + " " + request.uri());
            answerAll(ctx);
        }

        private void answerAll(ChannelHandlerContext ctx) {
            while (!busy && !waiting.isEmpty()) {
                String request = waiting.remove();
                if (request.endsWith("/slow")) {
                    busy = true;
                    owed.add(() -> late(ctx, () -> answer(ctx, OK, "slow " + ++slowAnswers)));
                } else if (request.endsWith("/stream")) {
                    stream(ctx);
                } else {
                    answer(ctx, request.endsWith("/a") ? OK : NOT_FOUND, request.startsWith("HEAD") ? "" : request);
                }
            }
        }

        private void stream(ChannelHandlerContext ctx) {
            busy = true;
            DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, OK);
            HttpUtil.setTransferEncodingChunked(head, true);
            ctx.writeAndFlush(head);
            owed.add(() -> {
                ctx.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer("part", US_ASCII)));
                owed.addFirst(() -> late(ctx, () -> ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)));
            });
        }

        private void late(ChannelHandlerContext ctx, Runnable end) {
            end.run();
            busy = false;
            answerAll(ctx);
        }

        private void answer(ChannelHandlerContext ctx, HttpResponseStatus status, String text) {
            DefaultFullHttpResponse whole =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(text, US_ASCII));
            HttpUtil.setContentLength(whole, text.length());
            ctx.writeAndFlush(whole);
        }
    }
}
