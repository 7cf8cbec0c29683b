package io.baton.agent.channel;

import io.baton.protocol.HotLine;
import io.baton.protocol.Message;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The master's end of a channel, with the master's own code: answers each question and keeps what the worker says. */
final class Master implements AutoCloseable, ChannelListener {

    static final String KEY = "127.0.0.1:3000:4::0";

    private static final int LIMIT_S = 20;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final byte[] prefix = HotLine.newConnectionPrefix(KEY);
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final IpcChannel channel;
    private long seq;

    Master(Fd socket) throws Exception {
        IoEventLoop loop = group.next();
        channel = onLoop(() -> IpcChannel.open(loop, socket, new Msghdr(), this));
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return group.next().submit(task).get(LIMIT_S, TimeUnit.SECONDS);
    }

    /** Sends these connections, each with its line, one straight after the other. Returns the number of the first. */
    long handOver(List<Client> clients) throws Exception {
        return onLoop(() -> {
            long first = seq;
            for (Client client : clients) {
                boolean unused = channel.connections().send(prefix, seq++, client.accepted());
            }
            return first;
        });
    }

    void disconnect() throws Exception {
        boolean unused = onLoop(() -> {
            channel.send(new Message.Disconnect(seq++));
            return channel.flush();
        });
    }

    /** The next words, so many of them. */
    List<String> hear(int count) throws InterruptedException {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(Objects.requireNonNullElse(heard.poll(LIMIT_S, TimeUnit.SECONDS), "nothing"));
        }
        return words;
    }

    @Override
    public void acknowledged(boolean taken) {
        heard.add(taken ? "ack" : "nack");
    }

    @Override
    public void accepted(long ack, boolean accepted) {
        heard.add("accepted " + ack + " " + accepted);
    }

    @Override
    public void newConnection(String key, long number, @Nullable Fd connection) {
        heard.add("newconn");
    }

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
        heard.add(message.toString());
    }

    @Override
    public void message(Message message) {
        if (message instanceof Message.Online online) {
            channel.peerIs(online.capabilities());
            heard.add("online");
        } else if (message instanceof Message.QueryServer query) {
            heard.add("query " + query.request().address());
            channel.send(new Message.QueryReply(query.seq(), seq++, 0, KEY, null));
        } else if (message instanceof Message.Listening listening) {
            heard.add("listening " + listening.request().address());
        } else if (message instanceof Message.Close close) {
            heard.add("close " + close.key());
        } else if (!(message instanceof Message.Stats)) {
            heard.add(message.toString());
        }
    }

    @Override
    public void closed(ChannelEnd end) {
        heard.add("closed: " + end.reason());
    }

    @Override
    public void close() {
        group.next().submit(() -> channel.close("the test is over")).syncUninterruptibly();
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(LIMIT_S, TimeUnit.SECONDS);
    }
}
