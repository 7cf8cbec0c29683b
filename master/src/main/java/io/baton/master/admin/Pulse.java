package io.baton.master.admin;

import io.baton.master.control.MasterProxy;
import io.baton.master.control.Usage;
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
 * asked for and written once for all of them. Admin loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a client that is gone is heard of by its closeFuture
final class Pulse {

    private static final long SECONDS = 1;

    /** A client that took nothing for so many seconds is closed. */
    private static final int MOST_MISSED = 10;

    private final MasterProxy master;
    private final Failures failures;
    private final Usage usage = new Usage();
    private final io.baton.master.totals.Usage own = new io.baton.master.totals.Usage(Processes.pid());
    private final Map<ChannelHandlerContext, Integer> missed = new LinkedHashMap<>();

    private @Nullable Future<?> timer;
    private boolean asking;
    private long failed;

    Pulse(MasterProxy master, Failures failures) {
        this.master = master;
        this.failures = failures;
    }

    /** Tells this client, too, from now on until it goes. */
    void add(ChannelHandlerContext client) {
        missed.put(client, 0);
        client.channel().closeFuture().addListener(closed -> missed.remove(client));
        if (timer == null) {
            timer = client.executor()
                    .scheduleAtFixedRate(() -> beat(client.executor()), SECONDS, SECONDS, TimeUnit.SECONDS);
        }
        beat(client.executor());
    }

    private void beat(EventExecutor loop) {
        Future<?> set = timer;
        if (missed.isEmpty() && set != null) {
            set.cancel(false);
            timer = null;
        } else if (!asking) {
            asking = true;
            failures.count(loop, count -> failed = count);
            master.snapshot(loop, this::tell);
        }
    }

    private void tell(MasterSnapshot state) {
        asking = false;
        own.look();
        String text = "event: state\ndata: "
                + ValueCodec.encode(StateFields.of(usage.measure(state), own.residentBytes(), failed)) + "\n\n";
        for (ChannelHandlerContext client : List.copyOf(missed.keySet())) {
            if (client.channel().isWritable()) {
                missed.put(client, 0);
                client.writeAndFlush(new DefaultHttpContent(Exchange.text(text)));
            } else if (missed.merge(client, 1, Integer::sum) > MOST_MISSED) {
                client.close();
            }
        }
    }
}
