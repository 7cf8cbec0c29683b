package io.baton.worker.net;

import io.baton.protocol.loop.Guarded;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads new connections at the end of the turn of the loop in which they were registered. The request of a new client
 * usually lies in the socket by then, so its answer does not wait for one more epoll_wait(2). If nothing lies there, epoll
 * reports the first byte as ever. Owned by the worker's event loop.
 */
final class FirstReads {

    private static final EpollIoEvent READABLE = () -> EpollIoOps.EPOLLIN;

    private final EventLoop loop;
    private final Runnable readAll = new Guarded(this::readAll);
    private final List<Channel> registered = new ArrayList<>();

    FirstReads(EventLoop loop) {
        this.loop = loop;
    }

    /** Reads this channel, which is registered, once this turn of the loop is over. */
    void add(Channel channel) {
        registered.add(channel);
        if (registered.size() == 1) {
            // Not at once: the caller may be in the middle of a callback of the channel to the master.
            loop.execute(readAll);
        }
    }

    private void readAll() {
        try {
            for (int i = 0; i < registered.size(); i++) {
                read(registered.get(i));
            }
        } finally {
            registered.clear();
        }
    }

    /** A channel that has closed or moved meanwhile is not registered. Handlers that read by themselves wait for epoll. */
    private static void read(Channel channel) {
        if (channel.isRegistered() && channel.isActive() && channel.config().isAutoRead()) {
            // Netty's own reaction to EPOLLIN. It does not ask which registration the event belongs to.
            ((IoHandle) channel.unsafe()).handle(null, READABLE);
        }
    }
}
