package io.baton.bench.ipc;

import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.Processes;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The child of a measurement, as {@code child.js}: counts messages, or sends them back. Exits with its master. */
public final class IpcChild implements ChannelListener {

    private static final String COUNT = "{\"do\":\"count\",\"of\":";
    private static final String ECHO = "{\"do\":\"echo\"";
    private static final Message DONE = new Message.User("{\"done\":true}");

    private final IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();

    private @Nullable IpcChannel channel;
    private boolean echoes;
    private long left;

    private IpcChild() {}

    /** Runs until the channel in {@code NODE_CHANNEL_FD} ends. */
    public static void main(String[] arguments) throws Exception {
        int number = Integer.parseInt(Objects.requireNonNull(Processes.environment("NODE_CHANNEL_FD")));
        IpcChild child = new IpcChild();
        child.loop.submit(() -> child.open(Fd.own(number))).get();
    }

    private IpcChannel open(Fd socket) throws Exception {
        IpcChannel opened = IpcChannel.open(loop, socket, new Msghdr(), this);
        channel = opened;
        opened.peerIs(Capabilities.BATON);
        opened.send(new Message.User("{\"ready\":true}"));
        return opened;
    }

    @Override
    public void message(Message message) {
        if (message instanceof Message.User user) {
            heard(user);
        }
    }

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
        if (handle != null) {
            handle.close();
        }
        String key = message.key();
        if (key != null) {
            Objects.requireNonNull(channel).sockets().closed(key);
        }
        message(message.content());
    }

    @Override
    public void closed(ChannelEnd end) {
        System.exit(0);
    }

    @Override
    public void acknowledged(boolean taken) {}

    @Override
    public void accepted(long ack, boolean accepted) {}

    @Override
    public void newConnection(String key, long seq, @Nullable Fd connection) {}

    private void heard(Message.User message) {
        String json = message.json();
        if (json.startsWith(COUNT)) {
            echoes = false;
            left = Long.parseLong(json.substring(COUNT.length(), json.length() - 1));
        } else if (json.startsWith(ECHO)) {
            echoes = true;
        } else if (echoes) {
            Objects.requireNonNull(channel).send(message);
        } else if (--left == 0) {
            Objects.requireNonNull(channel).send(DONE);
        }
    }
}
