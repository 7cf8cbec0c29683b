package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A bound and listening TCP socket.
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

        /** Whether this user may not bind there. */
        public boolean notPermitted() {
            return errno == Errno.EACCES;
        }
    }

    /**
     * Binds and listens.
     *
     * @param host an address or name; null for every address, IPv6 and IPv4, or IPv4 only where there is no IPv6
     * @param port {@code 0..65535}
     */
    public static ListenSocket bind(@Nullable String host, int port) throws BindException {
        if (host != null) {
            return bind(resolve(host), host, port);
        }
        try {
            return bind(resolve("::"), null, port);
        } catch (BindException e) {
            if (e.errno == Errno.EADDRINUSE || e.errno == Errno.EACCES) {
                throw e;
            }
            return bind(resolve("0.0.0.0"), null, port);
        }
    }

    private static InetAddress resolve(String host) throws BindException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new BindException("host: " + host + " (expected: an address or name of this machine)", 0);
        }
    }

    private static ListenSocket bind(InetAddress address, @Nullable String host, int port) throws BindException {
        boolean ipv6 = address instanceof Inet6Address;
        LinuxSocket socket = null;
        try {
            socket = LinuxSocket.newSocketStream(ipv6);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            socket.listen(BACKLOG);
            ListenAddress bound = new ListenAddress(host, socket.localAddress().getPort(), ipv6 ? "6" : "4");
            return new ListenSocket(Fd.own(socket.intValue()), bound);
        } catch (IOException e) {
            closeQuietly(socket);
            throw failure(e, ListenAddress.tcp(host, port));
        }
    }

    private static BindException failure(IOException e, ListenAddress address) {
        int errno = e instanceof NativeIoException nativeError ? -nativeError.expectedErr() : 0;
        return switch (errno) {
            case Errno.EADDRINUSE ->
                new BindException(
                        "port " + address.port() + " is in use (another program listens on " + address + ")", errno);
            case Errno.EACCES -> new BindException("not permitted to listen on " + address, errno);
            default -> new BindException("cannot listen on " + address + ": " + e.getMessage(), errno);
        };
    }

    private static void closeQuietly(@Nullable LinuxSocket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It was never used.
            }
        }
    }
}
