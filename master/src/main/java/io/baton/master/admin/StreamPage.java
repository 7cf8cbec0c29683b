package io.baton.master.admin;

import io.baton.master.control.MasterProxy;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the page for people reads, all in one stream of server-sent events: the state once a second as {@code event: state},
 * and the events of the journal, the newest {@value #MOST_KEPT} that are kept and those that happen. Admin loop only.
 */
final class StreamPage implements Page {

    private static final int MOST_KEPT = 300;

    private final MasterProxy master;
    private final Pulse pulse;

    StreamPage(MasterProxy master, Pulse pulse) {
        this.master = master;
        this.pulse = pulse;
    }

    @Override
    public void answer(Exchange exchange) {
        @Nullable String since = exchange.parameter("since");
        try {
            begin(exchange, since == null ? 1 : Long.parseLong(since));
        } catch (NumberFormatException e) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "since: not the number of an event");
        }
    }

    private void begin(Exchange exchange, long since) {
        ChannelHandlerContext client = exchange.stream("text/event-stream");
        pulse.add(client);
        master.snapshot(client.executor(), state -> EventStream.begin(master, first(since, state.lastSeq()), client));
    }

    /** A client that followed another master at this address has a number that is not reached yet. */
    static long first(long since, long last) {
        long oldest = Math.max(1, last - MOST_KEPT + 1);
        return since > last + 1 ? oldest : Math.max(since, oldest);
    }
}
