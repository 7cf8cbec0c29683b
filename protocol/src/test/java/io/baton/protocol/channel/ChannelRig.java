package io.baton.protocol.channel;

import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.JnrPeer;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.TaggedSocket;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A channel on a real event loop, with the other end of its socketpair in the hands of the test. */
final class ChannelRig implements AutoCloseable {

    static final String KEY = "null:80:4:undefined:0";

    private final IoEventLoop loop;
    private final Msghdr msghdr = new Msghdr();
    private final List<Fd> lent = new ArrayList<>();
    private final Fd near;
    private final JnrPeer peer;
    private final Heard heard = new Heard();
    private volatile @Nullable IpcChannel channel;

    ChannelRig(MultiThreadIoEventLoopGroup group) throws PosixException {
        this.loop = group.next();
        Fd[] pair = Libc.socketpair();
        near = pair[0];
        peer = new JnrPeer(pair[1]);
    }

    /** One event loop on epoll, running. */
    static MultiThreadIoEventLoopGroup startGroup() {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        group.submit(() -> {}).syncUninterruptibly();
        return group;
    }

    static void stop(MultiThreadIoEventLoopGroup group) {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    void open() {
        onLoop(this::openHere);
    }

    /** As {@link #open}, for a task that runs on the event loop already. */
    IpcChannel openHere() throws PosixException {
        IpcChannel opened = IpcChannel.open(loop, near, msghdr, heard);
        opened.peerIs(new Capabilities(1, 1024));
        channel = opened;
        return opened;
    }

    IpcChannel channel() {
        IpcChannel opened = channel;
        if (opened == null) {
            throw new IllegalStateException("the channel was not opened yet");
        }
        return opened;
    }

    JnrPeer peer() {
        return peer;
    }

    Heard heard() {
        return heard;
    }

    /** The channel's own socket, to prepare it. */
    Fd near() {
        return near;
    }

    <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a line through the channel now, on the event loop. Returns whether the kernel has it all. */
    boolean sendHere(String line, @Nullable Fd handle) {
        if (handle == null) {
            channel().send(new Message.User(line));
            return channel().flush();
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        channel().connections().outgoing().put(bytes);
        return channel().connections().sendLine(bytes.length, handle);
    }

    /** Sends a line through the channel. */
    boolean send(String line, @Nullable Fd handle) {
        return onLoop(() -> sendHere(line, handle));
    }

    /** Sends a message through the channel, which writes it at the end of the loop's turn. */
    void sendSoon(Message message) {
        onLoop(() -> {
            channel().send(message);
            return "";
        });
    }

    /** A handle that the receiver can recognise by its number. Closed after the test. */
    Fd handle(int tag) throws PosixException {
        Fd handle = TaggedSocket.of(tag);
        lent.add(handle);
        return handle;
    }

    /** The other end says a line, with a handle that the receiver can recognise by its number. */
    void say(String line, int tag) throws PosixException {
        try (Fd handle = TaggedSocket.of(tag)) {
            peer.say(line, handle);
        }
    }

    static String socketLine(int number) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":" + number + "}\n";
    }

    static String connectionLine(int seq) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\","
                + "\"key\":\"null:80:4:undefined:0\",\"seq\":" + seq + "}}\n";
    }

    /** The channel has ended, and its event loop too. */
    void forgetChannel() {
        channel = null;
    }

    @Override
    public void close() {
        if (channel != null) {
            onLoop(() -> {
                channel().close("the test is over");
                return "";
            });
        } else {
            near.close();
        }
        peer.close();
        lent.forEach(Fd::close);
    }
}
