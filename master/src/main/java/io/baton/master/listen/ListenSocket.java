package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.UnixListener;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A bound and listening stream socket, TCP or Unix-domain.
 *
 * @param socket owned by this record's holder
 * @param address what it is bound to, with the real port
 */
public record ListenSocket(Fd socket, ListenAddress address) {

    /** The kernel takes the smaller of this and net.core.somaxconn. */
    private static final int BACKLOG = 65535;

    /** Why there is no socket, as a line for the operator. */
    public static final class BindException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int errno;

        BindException(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        /** The kernel's reason. */
        int errno() {
            return errno;
        }

        /** Whether this user may not bind there. */
        public boolean notPermitted() {
            return errno == Errno.EACCES;
        }
    }

    /**
     * Binds and listens where the operator said.
     *
     * @param host an address or name; null for every address, IPv6 and IPv4, or IPv4 only where there is no IPv6
     * @param port {@code 0..65535}
     */
    public static ListenSocket bind(@Nullable String host, int port) throws BindException {
        return tcp(ListenAddress.tcp(host, port));
    }

    /** Binds and listens where a worker asked to. */
    static ListenSocket open(Message.QueryServer query) throws BindException {
        ListenAddress address = query.address();
        if (address.isTcp()) {
            return tcp(address);
        }
        if (address.addressType().equals("-1") && address.host() != null) {
            return path(address.host());
        }
        throw new BindException("cannot listen on " + address + ": not a TCP address or a path", Errno.EINVAL);
    }

    /** Listens no more. A path is removed, before somebody else could have made the same again, as Node does it. */
    public void close() {
        if (socket.isOpen() && address.addressType().equals("-1") && address.host() != null) {
            try {
                Files.deleteIfExists(Path.of(address.host()));
            } catch (IOException e) {
                // Whoever finds it there finds that nobody listens.
            }
        }
        socket.close();
    }

    private static ListenSocket tcp(ListenAddress asked) throws BindException {
        if (asked.host() != null) {
            return tcp(resolve(asked.host()), asked);
        }
        try {
            return tcp(resolve("::"), asked);
        } catch (BindException e) {
            if (e.errno == Errno.EADDRINUSE || e.errno == Errno.EACCES) {
                throw e;
            }
            return tcp(resolve("0.0.0.0"), asked);
        }
    }

    private static InetAddress resolve(String host) throws BindException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new BindException(
                    "host: " + host + " (expected: an address or name of this machine)", Errno.EADDRNOTAVAIL);
        }
    }

    private static ListenSocket tcp(InetAddress address, ListenAddress asked) throws BindException {
        boolean ipv6 = address instanceof Inet6Address;
        try {
            LinuxSocket socket = LinuxSocket.newSocketStream(ipv6);
            listen(socket, new InetSocketAddress(address, asked.port()));
            int port = socket.localAddress().getPort();
            return new ListenSocket(Fd.own(socket.intValue()), new ListenAddress(asked.host(), port, ipv6 ? "6" : "4"));
        } catch (IOException e) {
            throw failure(e, asked);
        }
    }

    private static ListenSocket path(String path) throws BindException {
        ListenAddress address = new ListenAddress(path, -1, "-1");
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new BindException("path: empty, or with a zero byte (expected: a path)", Errno.EINVAL);
        }
        try {
            return new ListenSocket(UnixListener.open(path, BACKLOG), address);
        } catch (PosixException e) {
            throw new BindException("cannot listen on " + path + ": " + e.getMessage(), e.errno());
        }
    }

    private static void listen(LinuxSocket socket, InetSocketAddress address) throws IOException {
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            socket.listen(BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static BindException failure(IOException e, ListenAddress address) {
        int errno = e instanceof NativeIoException nativeError ? -nativeError.expectedErr() : Errno.EINVAL;
        return switch (errno) {
            case Errno.EADDRINUSE ->
                new BindException(
                        "port " + address.port() + " is in use (another program listens on " + address + ")", errno);
            case Errno.EACCES -> new BindException("not permitted to listen on " + address, errno);
            default -> new BindException("cannot listen on " + address + ": " + e.getMessage(), errno);
        };
    }
}
