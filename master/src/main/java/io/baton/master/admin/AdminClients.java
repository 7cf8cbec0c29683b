package io.baton.master.admin;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The clients that are connected. A new one always gets in: when there are too many, the oldest one without a stream is closed,
 * so that silent clients keep no other out. Admin loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whether the close succeeds makes no difference
final class AdminClients {

    /** Descriptors belong to the clients of the applications first. */
    static final int MOST = 128;

    /** Each takes memory for its batch of events. */
    static final int MOST_STREAMS = 32;

    private final Set<Channel> others = new LinkedHashSet<>();
    private final Set<Channel> streams = new LinkedHashSet<>();

    void add(Channel client) {
        if (others.size() >= MOST) {
            Channel oldest = others.iterator().next();
            others.remove(oldest);
            oldest.close();
        }
        others.add(client);
    }

    /** The client gets a stream from now on. */
    void streams(Channel client) {
        others.remove(client);
        if (streams.size() >= MOST_STREAMS) {
            Channel oldest = streams.iterator().next();
            streams.remove(oldest);
            oldest.close();
        }
        streams.add(client);
    }

    void remove(Channel client) {
        others.remove(client);
        streams.remove(client);
    }
}
