package io.baton.agent.listen;

import io.baton.agent.channel.Answer;
import io.baton.agent.channel.ListenQuestion;
import io.baton.agent.channel.Primary;
import io.baton.agent.posix.Kernel;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import sun.nio.ch.ServerOptions;

/**
 * A bind of the server's: asks the master for the address, and puts one end of a socket pair in the place of the server's
 * socket. The number stays, so every selector and every poll of the JDK goes on with it. By the server's own threads.
 */
final class Binding {

    private static final int EADDRINUSE = -98;
    private static final int EACCES = -13;
    private static final int EADDRNOTAVAIL = -99;

    private final Primary primary;
    private final Ports ports;

    /** Binds nothing yet. */
    Binding(Primary primary, Ports ports) {
        this.primary = primary;
        this.ports = ports;
    }

    /**
     * Binds the server's socket.
     *
     * @param others what the process has bound already
     * @throws BindException if the server may not have the address; its socket is as it was
     * @throws IOException if there is no master any more
     */
    Listener bind(int fd, InetSocketAddress address, Listener[] others) throws IOException {
        ServerOptions options = new ServerOptions(copy(fd));
        try {
            options.requireFamily(address.getAddress());
            return listener(fd, bound(address, options), options, others);
        } catch (IOException e) {
            int unused = Kernel.close(options.socket());
            throw e;
        }
    }

    private Listener listener(int fd, InetSocketAddress address, ServerOptions options, Listener[] others)
            throws IOException {
        for (Listener other : others) {
            if (!isSame(other.address(), address)) {
                continue;
            }
            if (!options.reusesPort() || !other.options().reusesPort()) {
                throw new BindException("Address already in use");
            }
            return other.beside(fd, replace(fd, other.isShared() ? copy(other.fd()) : -1), options);
        }
        ListenQuestion question = question(address.getAddress(), address.getPort());
        Answer answer = primary.query(question);
        if (answer.errno() != 0) {
            throw new BindException(reason(answer.errno()));
        }
        int bell = replace(fd, answer.socket());
        if (bell < 0) {
            options.moveTo(fd);
        }
        return new Listener(primary, fd, address, answer.key(), question, bell, options);
    }

    /** The address as the kernel would tell it: without a name, and for every address that of the socket's family. */
    private static InetSocketAddress bound(InetSocketAddress wanted, ServerOptions options) throws IOException {
        InetAddress host = wanted.getAddress();
        if (host.isAnyLocalAddress()) {
            host = options.everyAddress();
        } else if (host instanceof Inet6Address six && six.getScopeId() != 0) {
            host = Inet6Address.getByAddress(null, six.getAddress(), six.getScopeId());
        } else {
            host = InetAddress.getByAddress(host.getAddress());
        }
        return new InetSocketAddress(host, wanted.getPort());
    }

    private static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
        InetAddress host = one.getAddress();
        return one.getPort() == other.getPort()
                && (host.equals(other.getAddress())
                        || (host.isAnyLocalAddress() && other.getAddress().isAnyLocalAddress()));
    }

    private static int copy(int fd) throws BindException {
        int copy = Kernel.duplicate(fd);
        if (copy < 0) {
            throw new BindException("no copy of a socket: error " + -copy);
        }
        return copy;
    }

    /** Makes the server's descriptor that socket, or one end of a pair. Returns the other end; -1 if there is none. */
    private static int replace(int fd, int socket) throws BindException {
        if (socket >= 0) {
            become(fd, socket);
            return -1;
        }
        long pair = Kernel.socketpair();
        if (pair < 0) {
            throw new BindException("no socket pair: error " + -pair);
        }
        int bell = (int) (pair >>> Integer.SIZE);
        try {
            become(fd, (int) pair);
            return bell;
        } catch (BindException e) {
            int unused = Kernel.close(bell);
            throw e;
        }
    }

    private ListenQuestion question(InetAddress address, int port) {
        String host =
                address.isAnyLocalAddress() ? (address instanceof Inet4Address ? "0.0.0.0" : null) : text(address);
        boolean six = host != null && address instanceof Inet6Address;
        return new ListenQuestion(host, ports.outside(port), six ? 6 : 4, 0, 0, 0);
    }

    private static String text(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    private static String reason(int errno) {
        return switch (errno) {
            case EADDRINUSE -> "Address already in use";
            case EACCES -> "Permission denied";
            case EADDRNOTAVAIL -> "Cannot assign requested address";
            default -> "error " + -errno + " at the master";
        };
    }

    private static void become(int fd, int by) throws BindException {
        int result = Kernel.dup3(by, fd);
        int unused = Kernel.close(by);
        if (result < 0) {
            throw new BindException("dup3: error " + -result);
        }
    }
}
