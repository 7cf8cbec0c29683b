package io.baton.bench.jmh;

import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Window;
import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A master's channel to one worker, with both ends on the thread that made it, so that each end can be timed alone and no
 * scheduler decides the figure. What the master does here is what its {@code Lane} does.
 *
 * <p>The master's end is a real {@link IpcChannel} on a real epoll loop; the loop is Netty's {@link ManualIoEventLoop},
 * which runs when {@link #hear} says so instead of on a thread of its own. The worker's end is a bare {@link Msghdr}.
 */
final class HandoffCycle implements ChannelListener, AutoCloseable {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");

    /** Composes the two lines that answer one connection. */
    @FunctionalInterface
    interface Reply {

        void put(ByteBuffer buffer, long ack, long seq);
    }

    private final Reply reply;
    private final ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    private final Msghdr workersMsghdr = new Msghdr();
    private final List<Connection> connections = new ArrayList<>();
    private final Window window;
    private final Fd workersEnd;
    private final IpcChannel channel;

    private long seq;
    private long workersSeq;

    private HandoffCycle(int outstanding, Reply reply) throws IOException {
        this.reply = reply;
        this.window = new Window(outstanding);
        Fd[] pair = Libc.socketpair();
        this.workersEnd = pair[1];
        for (int i = 0; i < outstanding; i++) {
            Fd socket = Descriptors.newSocket();
            connections.add(new Connection(socket, KEY, System.nanoTime()));
        }
        this.channel = IpcChannel.open(loop, pair[0], new Msghdr(), this);
        channel.peerIs(new Capabilities(1, outstanding));
        loop.runNow();
    }

    /**
     * Opens both ends.
     *
     * @param outstanding how many connections go to the worker before it answers them
     */
    static HandoffCycle open(int outstanding, Reply reply) {
        try {
            return new HandoffCycle(outstanding, reply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The master sends: for each connection a line, a sendmsg with its descriptor, and a place in the window. */
    void send() {
        for (int i = 0; i < connections.size(); i++) {
            Connection connection = connections.get(i);
            long number = seq++;
            window.add(number, connection, System.nanoTime());
            if (!channel.connections().send(connection.linePrefix(), number, connection.socket())) {
                throw new IllegalStateException("the channel is full");
            }
        }
    }

    /** The worker takes what was sent, one recvmsg and one close each, and answers all with one send. */
    void answer() {
        ByteBuffer out = workersMsghdr.outgoing().clear();
        for (int i = 0; i < connections.size(); i++) {
            requirePositive(workersMsghdr.receive(workersEnd));
            workersMsghdr.takeFd().close();
            reply.put(out, workersSeq, workersSeq);
            workersSeq++;
        }
        requirePositive(workersMsghdr.send(workersEnd, 0, out.position()));
    }

    /** The master's loop runs until it has heard all answers: epoll_wait, recvmsg, lines, window. */
    void hear() {
        while (!window.isEmpty()) {
            loop.runNow();
        }
    }

    @Override
    public void acknowledged(boolean taken) {
        long unused = window.acknowledge();
    }

    /** The copy stays open, for the next cycle. */
    @Override
    public void accepted(long ack, boolean accepted) throws ProtocolException {
        Connection unused = window.remove(ack);
    }

    @Override
    public void newConnection(String key, long number, @Nullable Fd connection) {
        throw new IllegalStateException("newconn");
    }

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
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

    @Override
    public void close() {
        channel.close("measured");
        workersEnd.close();
        connections.forEach(Connection::close);
        Future<?> unused = loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        while (!loop.isTerminated()) {
            loop.runNow();
        }
    }

    private static void requirePositive(int result) {
        if (result <= 0) {
            throw new IllegalStateException("the worker's end: " + result);
        }
    }
}
