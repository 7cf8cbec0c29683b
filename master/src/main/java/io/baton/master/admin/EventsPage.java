package io.baton.master.admin;

import io.baton.master.control.MasterProxy;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events as a stream of server-sent events (the WHATWG's HTML, section 9.2): those that are kept, from {@code ?since=N} or
 * after {@code Last-Event-ID} on, then each one when it happens. Admin loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a client that is gone is heard of by its closeFuture
final class EventsPage implements Page {

    /** A client, and what stands between it and the master, sees that the stream lives. */
    private static final long COMMENT_SECONDS = 15;

    private final MasterProxy master;

    EventsPage(MasterProxy master) {
        this.master = master;
    }

    @Override
    public void answer(Exchange exchange) {
        long first;
        try {
            first = first(exchange);
        } catch (NumberFormatException e) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "since: not the number of an event");
            return;
        }
        ChannelHandlerContext client = exchange.stream("text/event-stream");
        client.executor()
                .scheduleAtFixedRate(
                        () -> client.writeAndFlush(new DefaultHttpContent(Exchange.text(":\n\n"))),
                        COMMENT_SECONDS,
                        COMMENT_SECONDS,
                        TimeUnit.SECONDS);
        EventStream.begin(master, first, client);
    }

    private static long first(Exchange exchange) {
        String last = exchange.field("last-event-id");
        @Nullable String since = exchange.parameter("since");
        if (!last.isEmpty()) {
            return Long.parseLong(last) + 1;
        }
        return since == null ? 1 : Long.parseLong(since);
    }
}
