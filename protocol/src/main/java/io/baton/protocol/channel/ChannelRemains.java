package io.baton.protocol.channel;

import io.baton.protocol.Capabilities;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the program that replaces this one in place (execve(2)) needs to go on with a channel of a cluster. The descriptors stay
 * open meanwhile, and what the other end sends meanwhile waits in the socket.
 *
 * @param socket the number of the channel's socket
 * @param begun the line whose end has not been read, in Base64
 * @param skipped the bytes read of a line that is too long; 0 if none is being skipped
 * @param waiting the numbers of the descriptors whose lines have not been read, in order; {@link #LOST} for a lost one
 * @param version of the other end's {@link Capabilities}
 * @param window of the other end's {@link Capabilities}
 */
public record ChannelRemains(int socket, String begun, long skipped, List<Integer> waiting, int version, int window) {

    /** Stands for a descriptor that the kernel could not open here. */
    public static final int LOST = -1;

    public ChannelRemains {
        waiting = List.copyOf(waiting);
        if (socket < 0 || skipped < 0) {
            throw new IllegalArgumentException(
                    "channel: socket " + socket + ", skipped " + skipped + " (expected: >= 0)");
        }
    }

    /**
     * What remains of a channel that is quiet: all that was sent is in the kernel and answered for, and neither end has a socket
     * of the other's with a key. The channel does not change, and still owns its descriptors. Valid until the loop's next turn.
     *
     * @return null if the channel is not quiet
     */
    public static @Nullable ChannelRemains of(IpcChannel channel) {
        boolean quiet = channel.allWritten()
                && channel.handles.isDone()
                && channel.sockets().isIdle();
        return quiet ? channel.lines.remains(channel.handles.peer()) : null;
    }

    /**
     * Goes on with the channel exactly where the program before was. Called on the event loop, once. The channel owns the
     * descriptors from here on; if this fails, they are closed.
     *
     * @param msghdr shared by the channels of this loop
     */
    public IpcChannel open(IoEventLoop loop, Msghdr msghdr, ChannelListener listener) throws PosixException {
        Fd end = Fd.own(socket);
        try {
            IpcChannel channel = IpcChannel.open(loop, end, msghdr, listener);
            // Nothing is read before the next turn of the loop.
            channel.lines.goOn(this);
            channel.peerIs(new Capabilities(version, window));
            return channel;
        } catch (PosixException e) {
            descriptors().forEach(number -> Fd.own(number).close());
            throw e;
        }
    }

    /** The numbers of all descriptors that must survive. */
    public List<Integer> descriptors() {
        List<Integer> numbers = new ArrayList<>(List.of(socket));
        for (int number : waiting) {
            if (number != LOST) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
