package io.baton.master.admin;

import io.baton.master.control.EventFeed;
import io.baton.master.control.MasterProxy;
import io.baton.master.journal.Entry;
import io.baton.master.table.Moment;
import io.baton.protocol.message.ValueCodec;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        EventFeed[] feed = new EventFeed[1];
        feed[0] = master.follow(first, exchange.loop(), batch -> send(client, batch, feed[0]));
        client.channel().closeFuture().addListener(closed -> feed[0].end());
        client.executor()
                .scheduleAtFixedRate(
                        () -> client.writeAndFlush(new DefaultHttpContent(Exchange.text(":\n\n"))),
                        COMMENT_SECONDS,
                        COMMENT_SECONDS,
                        TimeUnit.SECONDS);
        feed[0].more();
    }

    private static long first(Exchange exchange) {
        String last = exchange.field("last-event-id");
        @Nullable String since = exchange.parameter("since");
        if (!last.isEmpty()) {
            return Long.parseLong(last) + 1;
        }
        return since == null ? 1 : Long.parseLong(since);
    }

    private static void send(ChannelHandlerContext client, List<Entry> batch, EventFeed feed) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : batch) {
            // JSON has no line ends, so one line of data is one event.
            text.append("id: ")
                    .append(entry.seq())
                    .append("\ndata: ")
                    .append(ValueCodec.encode(fields(entry)))
                    .append("\n\n");
        }
        client.writeAndFlush(new DefaultHttpContent(Exchange.text(text.toString())))
                .addListener(sent -> {
                    if (sent.isSuccess()) {
                        feed.more();
                    }
                });
    }

    private static Map<String, Object> fields(Entry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", 1);
        fields.put("seq", entry.seq());
        fields.put("at", Moment.utc(entry.atMs()));
        fields.put("ms", entry.ms());
        fields.put("type", entry.event().type());
        fields.put("app", entry.event().app());
        fields.put("level", entry.event().level());
        fields.put("text", entry.event().text());
        fields.put("event", entry.event());
        return fields;
    }
}
