package io.baton.bench.jmh;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HotLine;
import io.baton.protocol.Message;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Both ends of a channel on one real epoll loop, which runs when it is told to, on the thread that made it. */
final class ChannelPair implements AutoCloseable {

    private static final byte[] PREFIX = HotLine.newConnectionPrefix("null:3000:4:undefined:0");
    private static final int WINDOW = 64;

    private final ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    private final Fd handle = Descriptors.newSocket();
    private final IpcChannel sender;
    private final IpcChannel receiver;

    private long seq;
    private long answers;
    private long heard;
    private long accepted;

    private ChannelPair() throws IOException {
        Fd[] pair = Libc.socketpair();
        Msghdr msghdr = new Msghdr();
        sender = IpcChannel.open(loop, pair[0], msghdr, new Sender());
        receiver = IpcChannel.open(loop, pair[1], msghdr, new Receiver());
        sender.peerIs(new Capabilities(1, WINDOW));
        loop.runNow();
    }

    static ChannelPair open() {
        try {
            return new ChannelPair();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many messages without a handle, all sent before the first is read; returns when the last was. */
    void messages(int count) {
        for (int i = 0; i < count; i++) {
            sender.send(new Message.Stats(seq++, 10, 1, 2, 1000, 0));
        }
        for (long until = seq; heard < until; ) {
            loop.runNow();
        }
    }

    /** So many connections, all sent before the first is received; returns when the last was answered and closed. */
    void connections(int count) {
        long until = accepted + count;
        for (int i = 0; i < count; i++) {
            if (!sender.connections().send(PREFIX, seq++, handle)) {
                throw new IllegalStateException("the channel is full");
            }
        }
        while (accepted < until) {
            loop.runNow();
        }
    }

    @Override
    public void close() {
        sender.close("measured");
        receiver.close("measured");
        handle.close();
        Future<?> unused = loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        while (!loop.isTerminated()) {
            loop.runNow();
        }
    }

    /** A message that neither end expects. */
    private abstract static class End implements ChannelListener {

        @Override
        public void acknowledged(boolean taken) {}

        @Override
        public void accepted(long ack, boolean taken) {
            throw new IllegalStateException("accepted " + ack);
        }

        @Override
        public void newConnection(String key, long number, @Nullable Fd connection) {
            throw new IllegalStateException("newconn " + number);
        }

        @Override
        public void withHandle(Message.WithHandle message, @Nullable Fd received) {
            throw new IllegalStateException(message.toString());
        }

        @Override
        public void message(Message message) {
            throw new IllegalStateException(message.toString());
        }

        @Override
        public void closed(ChannelEnd end) {
            if (end.peersFault()) {
                throw new IllegalStateException(end.reason());
            }
        }
    }

    private final class Sender extends End {

        @Override
        public void accepted(long ack, boolean taken) {
            accepted++;
        }
    }

    private final class Receiver extends End {

        @Override
        public void message(Message message) {
            heard = ((Message.Stats) message).seq() + 1;
        }

        @Override
        public void newConnection(String key, long number, @Nullable Fd connection) {
            if (connection == null) {
                throw new IllegalStateException("connection " + number + " was lost");
            }
            connection.close();
            receiver.answer(number, true, answers++);
        }
    }
}
