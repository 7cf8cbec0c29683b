package io.baton.master.admin;

import io.baton.master.control.MasterProxy;
import io.baton.master.control.Usage;
import io.baton.master.history.History;
import io.baton.master.history.Recent;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Processes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the state of the master once a second to all clients that look, and does nothing while there are none. The state is
 * asked for and written once for all of them. Each client gets the whole history first, and each new point of it later. Admin
 * loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a client that is gone is heard of by its closeFuture
final class Pulse {

    private static final long SECONDS = 1;

    /** A client that took nothing for so many seconds is closed. */
    private static final int MOST_MISSED = 10;

    private final MasterProxy master;
    private final History history;
    private final Usage usage = new Usage();
    private final io.baton.master.totals.Usage own = new io.baton.master.totals.Usage(Processes.pid());
    private final Map<ChannelHandlerContext, Watcher> watchers = new LinkedHashMap<>();

    private @Nullable Future<?> timer;
    private boolean asking;

    /** What one client has been told. */
    private static final class Watcher {

        /** The time of its newest point of the history; negative if it has none. */
        private long toldMs = -1;

        private boolean begun;
        private int missed;
    }

    Pulse(MasterProxy master, History history) {
        this.master = master;
        this.history = history;
    }

    /** Tells this client, too, from now on until it goes. */
    void add(ChannelHandlerContext client) {
        watchers.put(client, new Watcher());
        client.channel().closeFuture().addListener(closed -> watchers.remove(client));
        if (timer == null) {
            timer = client.executor()
                    .scheduleAtFixedRate(() -> beat(client.executor()), SECONDS, SECONDS, TimeUnit.SECONDS);
        }
        beat(client.executor());
    }

    private void beat(EventExecutor loop) {
        Future<?> set = timer;
        if (watchers.isEmpty() && set != null) {
            set.cancel(false);
            timer = null;
        } else if (!asking) {
            asking = true;
            long after = watchers.values().stream()
                    .mapToLong(watcher -> watcher.toldMs)
                    .min()
                    .orElse(-1);
            history.since(after, loop, recent -> master.snapshot(loop, state -> tell(state, recent, loop)));
        }
    }

    private void tell(MasterSnapshot state, Recent recent, EventExecutor loop) {
        asking = false;
        own.look();
        MasterSnapshot measured = usage.measure(state);
        String now = event("state", StateFields.of(measured, own.residentBytes(), recent));
        boolean someoneCame = false;
        for (ChannelHandlerContext client : List.copyOf(watchers.keySet())) {
            Watcher watcher = watchers.get(client);
            if (watcher == null) {
                continue;
            }
            if (watcher.toldMs < recent.afterMs()) {
                someoneCame = true;
            } else if (client.channel().isWritable()) {
                watcher.missed = 0;
                client.writeAndFlush(
                        new DefaultHttpContent(Exchange.text(news(recent, watcher, measured.startedAtMs()) + now)));
            } else if (++watcher.missed > MOST_MISSED) {
                client.close();
            }
        }
        if (someoneCame) {
            beat(loop);
        }
    }

    /** What is new in the history for a client; empty if nothing is. */
    private static String news(Recent recent, Watcher watcher, long startedAtMs) {
        Recent fresh = recent.after(watcher.toldMs);
        if (watcher.begun && fresh.at().isEmpty()) {
            return "";
        }
        watcher.begun = true;
        if (!fresh.at().isEmpty()) {
            watcher.toldMs = fresh.at().get(fresh.at().size() - 1);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("startedAtMs", startedAtMs);
        fields.put("stepMs", fresh.stepMs());
        fields.put("at", fresh.at());
        fields.put("apps", fresh.apps());
        return event("history", fields);
    }

    private static String event(String name, Map<String, ?> data) {
        // JSON has no line ends, so one line of data is one event.
        return "event: " + name + "\ndata: " + ValueCodec.encode(data) + "\n\n";
    }
}
