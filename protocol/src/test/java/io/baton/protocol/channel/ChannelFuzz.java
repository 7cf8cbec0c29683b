package io.baton.protocol.channel;

import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Sends any bytes over a real socket pair. A byte 0xFF stands for a descriptor that is sent with the byte behind it. In
 * whatever pieces the bytes come, the same is heard, the channel ends or stays in the same way, nothing is thrown, and
 * every descriptor is passed on or closed.
 */
public final class ChannelFuzz {
    private static final byte HANDLE = (byte) 0xff;
    private static final int MOST_HANDLES = 8;

    private static final ManualIoEventLoop LOOP =
            new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    private static final Msghdr MSGHDR = new Msghdr();
    private static final Msghdr CHANNELS = new Msghdr();

    private ChannelFuzz() {}

    /** Runs one input. Jazzer calls it. */
    public static void fuzzerTestOneInput(byte[] input) throws PosixException {
        List<String> whole = converse(input, Integer.MAX_VALUE);
        List<String> pieces = converse(input, 9);
        if (!whole.equals(pieces)) {
            throw new AssertionError("whole: " + whole + "\nin pieces: " + pieces);
        }
    }

    private static List<String> converse(byte[] input, int most) throws PosixException {
        Fd[] witness = Libc.socketpair();
        try (Fd other = witness[1]) {
            Libc.setNonBlocking(other);
            Heard heard = converse(input, most, witness[0]);
            requireAllClosed(other);
            return heard.events;
        }
    }

    private static Heard converse(byte[] input, int most, Fd witness) throws PosixException {
        Heard heard = new Heard();
        Fd[] pair = Libc.socketpair();
        try (Fd peer = pair[0];
                Fd handle = witness) {
            Libc.setNonBlocking(peer);
            IpcChannel channel = IpcChannel.open(LOOP, pair[1], CHANNELS, heard);
            channel.peerIs(new Capabilities(1, 1024));
            send(input, most, peer, handle, heard);
            LOOP.runNow();
            heard.note("ended: " + heard.ended);
            channel.close("the test is over");
            LOOP.runNow();
        }
        return heard;
    }

    private static void send(byte[] input, int most, Fd peer, Fd handle, Heard heard) {
        Random sizes = new Random(input.length);
        int handles = 0;
        int from = 0;
        while (from < input.length && !heard.ended) {
            boolean withHandle = input[from] == HANDLE;
            from += withHandle ? 1 : 0;
            int end = from;
            while (end < input.length && input[end] != HANDLE) {
                end++;
            }
            int size = Math.min(end - from, most == Integer.MAX_VALUE ? end - from : 1 + sizes.nextInt(most));
            if (size > 0) {
                byte[] bytes = Arrays.copyOfRange(input, from, from + size);
                say(peer, bytes, withHandle && handles++ < MOST_HANDLES ? handle : null);
                from += size;
                LOOP.runNow();
            }
        }
    }

    private static void say(Fd peer, byte[] bytes, @Nullable Fd handle) {
        MSGHDR.outgoing().put(0, bytes);
        int sent = handle == null ? MSGHDR.send(peer, 0, bytes.length) : MSGHDR.send(peer, 0, bytes.length, handle);
        if (sent != bytes.length && sent != -Errno.EPIPE && sent != -Errno.ECONNRESET) {
            throw new AssertionError("sendmsg: " + sent);
        }
    }

    /** The other end of a socket reads an end of stream when no copy of the socket is open. */
    private static void requireAllClosed(Fd other) {
        int read = Libc.receive(other, ByteBuffer.allocateDirect(1));
        if (read != 0) {
            throw new AssertionError("a descriptor is still open: " + read);
        }
    }

    /** Records what the channel reports, and closes descriptors. */
    private static final class Heard implements ChannelListener {
        private final List<String> events = new ArrayList<>();
        private boolean ended;

        void note(String event) {
            events.add(event);
        }

        @Override
        public void acknowledged(boolean taken) {
            note("acknowledged " + taken);
        }

        @Override
        public void accepted(long ack, boolean accepted) {
            note("accepted " + ack + " " + accepted);
        }

        @Override
        public void newConnection(String key, long seq, @Nullable Fd connection) {
            note("newconn " + key + " " + seq + " " + taken(connection));
        }

        @Override
        public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
            note(message + " " + taken(handle));
        }

        @Override
        public void message(Message message) {
            note(message.toString());
        }

        @Override
        public void readComplete() {}

        @Override
        public void writesDone() {}

        @Override
        public void closed(ChannelEnd end) {
            ended = true;
            note("closed, the peer's fault: " + end.peersFault());
        }

        private static String taken(@Nullable Fd handle) {
            if (handle == null) {
                return "lost";
            }
            handle.close();
            return "with a handle";
        }
    }
}
