package io.baton.master.admin;

import io.baton.master.home.AdminToken;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client: checks its requests before any page sees them, and ends it when it is too slow. Admin loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // a client that is closed needs no more
final class Conversation extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = System.getLogger(Conversation.class.getName());

    /** For a whole request from its client's connection on. */
    private static final long REQUEST_MS = 10_000;

    /** From one answer to the end of the next request: Prometheus asks every minute, or more often. */
    private static final long IDLE_MS = 90_000;

    /** Its pages need no token, and neither does the answer that there is no such page. */
    private static final String HEALTH = "/health/";

    private final AdminToken token;
    private final HostRule hosts;
    private final Map<String, Page> pages;
    private final AdminClients clients;

    private @Nullable Future<?> deadline;
    private boolean busy;

    Conversation(AdminToken token, HostRule hosts, Map<String, Page> pages, AdminClients clients) {
        this.token = token;
        this.hosts = hosts;
        this.pages = pages;
        this.clients = clients;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        clients.add(ctx.channel());
        expect(ctx, REQUEST_MS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        clients.remove(ctx.channel());
        cancel();
        ctx.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (busy) {
            // It did not wait for its last answer.
            ctx.close();
            return;
        }
        busy = true;
        cancel();
        Exchange exchange = new Exchange(
                ctx,
                request,
                () -> {
                    busy = false;
                    expect(ctx, IDLE_MS);
                },
                () -> clients.streams(ctx.channel()));
        if (request.decoderResult().isFailure()) {
            exchange.refuse(malformed(request.decoderResult().cause()), "the request cannot be read");
        } else {
            check(exchange);
        }
    }

    private void check(Exchange exchange) {
        String path = exchange.path();
        Page page = pages.get(path);
        boolean open = page == null ? path.startsWith(HEALTH) : page.isOpen();
        if (!hosts.allows(exchange.field(HttpHeaderNames.HOST))) {
            exchange.refuse(
                    HttpResponseStatus.MISDIRECTED_REQUEST,
                    "Host is neither localhost, nor an address, nor one of --admin-hosts");
        } else if (!open && !token.isIn(exchange.field(HttpHeaderNames.AUTHORIZATION))) {
            exchange.refuse(
                    HttpResponseStatus.UNAUTHORIZED,
                    "Authorization: Bearer and the token are needed; the command token prints it");
        } else if (page == null) {
            exchange.refuse(HttpResponseStatus.NOT_FOUND, "no such page");
        } else if (!page.allows(exchange.method())) {
            exchange.refuseMethod(page.allowed());
        } else {
            page.answer(exchange);
        }
    }

    private static HttpResponseStatus malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    private void expect(ChannelHandlerContext ctx, long ms) {
        cancel();
        deadline = ctx.executor().schedule(() -> ctx.close(), ms, TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        Future<?> set = deadline;
        if (set != null) {
            set.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(cause instanceof IOException ? Level.DEBUG : Level.WARNING, "a client of the admin listener", cause);
        ctx.close();
    }
}
