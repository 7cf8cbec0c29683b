package io.baton.master.admin;

import io.baton.master.control.EventFeed;
import io.baton.master.control.MasterProxy;
import io.baton.master.journal.Entry;
import io.baton.master.table.Moment;
import io.baton.protocol.message.SnakeCase;
import io.baton.protocol.message.ValueCodec;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal for one client, as server-sent events. The next ones are asked for when the client has taken the last ones, so a
 * slow client makes nothing grow. Admin loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a client that is gone is heard of by its closeFuture
final class EventStream {

    private EventStream() {}

    /**
     * Sends events from now on until the client goes.
     *
     * @param first the number of the first one
     */
    static void begin(MasterProxy master, long first, ChannelHandlerContext client) {
        EventFeed[] feed = new EventFeed[1];
        feed[0] = master.follow(first, client.executor(), batch -> send(client, batch, feed[0]));
        client.channel().closeFuture().addListener(closed -> feed[0].end());
        feed[0].more();
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

    /** The same as the command {@code events --json} prints. */
    static Map<String, @Nullable Object> fields(Entry entry) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("schema", 1);
        fields.put("seq", entry.seq());
        fields.put("at", Moment.utc(entry.atMs()));
        fields.put("ms", entry.ms());
        fields.put("type", entry.event().type());
        fields.put("app", entry.event().app());
        fields.put("level", entry.event().level());
        fields.put("text", entry.event().text());
        fields.put("event", SnakeCase.of(ValueCodec.decode(ValueCodec.encode(entry.event()))));
        return fields;
    }
}
