package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the socket that was asked for, or says why it cannot. All sockets are non-blocking and close-on-exec. */
public final class Binder {

    /** The kernel takes the smaller of this and net.core.somaxconn. */
    private static final int BACKLOG = 65535;

    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int SO_TYPE = 3;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int LOWEST_COPY = 3;
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    /** ip(7), capabilities(7). */
    private static final String LOW_PORT = ": a port below 1024 needs CAP_NET_BIND_SERVICE (in a systemd unit"
            + " AmbientCapabilities=CAP_NET_BIND_SERVICE) or sysctl net.ipv4.ip_unprivileged_port_start=0";

    private Binder() {}

    /** Opens a socket at an address that was looked up. */
    private interface Binding {
        ListenSocket on(InetAddress address) throws BindException;
    }

    /**
     * Binds and listens where the operator said.
     *
     * @param host an address or name; null for every address, IPv6 and IPv4, or IPv4 only where there is no IPv6
     * @param port {@code 0..65535}
     */
    public static ListenSocket bind(@Nullable String host, int port) throws BindException {
        return tcp(ListenRequest.of(ListenAddress.tcp(host, port)));
    }

    /**
     * Binds where the operator said, and reserves the port for workers that bind it with sockets of their own. No other program
     * can have it then, and a port in use is told before a worker starts. The socket does not listen: the kernel would give it
     * its share of connections, and the master would not accept them.
     */
    public static ListenSocket reserve(@Nullable String host, int port) throws BindException {
        // A program that shares its port in the same way would let this socket in.
        ListenSocket alone = bind(host, port);
        alone.close();
        return reserve(ListenRequest.of(alone.address()));
    }

    /** Binds and listens where a worker asked to. A request for what cannot be a socket is refused with Node's error number. */
    static ListenSocket open(ListenRequest request) throws BindException {
        AskedAddress.require(request);
        ListenAddress address = request.address();
        if (request.fd() >= 0) {
            return descriptor(request);
        } else if (address.isUdp()) {
            return udp(request);
        } else if (address.isTcp()) {
            return tcp(request);
        }
        return UnixBinder.open(request);
    }

    private static ListenSocket tcp(ListenRequest request) throws BindException {
        return bind(request, address -> tcp(address, request));
    }

    private static ListenSocket reserve(ListenRequest request) throws BindException {
        return bind(request, address -> {
            LinuxSocket socket = stream(address, request);
            return finish(socket, request, () -> {
                socket.setReuseAddress(true);
                socket.setReusePort(true);
                socket.bind(new InetSocketAddress(address, request.address().port()));
            });
        });
    }

    private static ListenSocket udp(ListenRequest request) throws BindException {
        return bind(request, address -> udp(address, request));
    }

    /**
     * A copy of a descriptor that this process inherited and that a Node worker names by its number. The master's own
     * descriptors are close-on-exec and refused: no worker may name the channel of another, or the socket of another port.
     */
    private static ListenSocket descriptor(ListenRequest request) throws BindException {
        boolean udp = request.address().isUdp();
        Fd inherited = Fd.own(request.fd());
        try {
            if (!Libc.survivesExec(inherited)) {
                throw new BindException(
                        "descriptor " + request.fd() + " (expected: a socket that the master was started with)",
                        Errno.EINVAL);
            }
            if (Libc.socketOption(inherited, SO_TYPE) != (udp ? SOCK_DGRAM : SOCK_STREAM)) {
                throw new BindException("descriptor " + request.fd() + " is no socket of that kind", Errno.EINVAL);
            }
            LinuxSocket socket =
                    LinuxSocket.newSocket(Libc.duplicate(inherited, LOWEST_COPY).release());
            return finish(socket, request, () -> {
                Libc.setNonBlocking(inherited);
                if (!udp) {
                    socket.listen(backlog(request));
                }
            });
        } catch (PosixException e) {
            throw new BindException("descriptor " + request.fd() + ": " + e.getMessage(), e.errno());
        } finally {
            int unused = inherited.release();
        }
    }

    /** Without a host: every address, IPv6 and IPv4, or IPv4 only where there is no IPv6. */
    private static ListenSocket bind(ListenRequest request, Binding binding) throws BindException {
        String host = request.address().host();
        if (host != null) {
            return binding.on(resolve(host));
        }
        if (request.address().addressType().equals("udp4")) {
            return binding.on(resolve("0.0.0.0"));
        }
        try {
            return binding.on(resolve("::"));
        } catch (BindException e) {
            if (e.errno() == Errno.EADDRINUSE || e.errno() == Errno.EACCES) {
                throw e;
            }
            return binding.on(resolve("0.0.0.0"));
        }
    }

    private static InetAddress resolve(String host) throws BindException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            boolean address = host.indexOf(':') >= 0;
            throw new BindException(
                    "host: " + host + " (expected: an address or name of this machine)",
                    address ? Errno.EINVAL : Errno.EADDRNOTAVAIL);
        }
    }

    private static ListenSocket tcp(InetAddress address, ListenRequest request) throws BindException {
        LinuxSocket socket = stream(address, request);
        return finish(socket, request, () -> {
            restrictToIpv6(socket, request);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, request.address().port()));
            socket.listen(backlog(request));
        });
    }

    private static LinuxSocket stream(InetAddress address, ListenRequest request) throws BindException {
        return made(() -> LinuxSocket.newSocketStream(address instanceof Inet6Address), request);
    }

    private static ListenSocket udp(InetAddress address, ListenRequest request) throws BindException {
        LinuxSocket socket = made(() -> LinuxSocket.newSocketDgram(address instanceof Inet6Address), request);
        return finish(socket, request, () -> {
            restrictToIpv6(socket, request);
            socket.setReuseAddress((request.flags() & ListenRequest.REUSE_ADDRESS) != 0);
            socket.bind(new InetSocketAddress(address, request.address().port()));
        });
    }

    private static LinuxSocket made(Supplier<LinuxSocket> maker, ListenRequest request) throws BindException {
        try {
            return maker.get();
        } catch (ChannelException e) {
            throw failure(e.getCause() instanceof IOException cause ? cause : new IOException(e), request.address());
        }
    }

    private static void restrictToIpv6(LinuxSocket socket, ListenRequest request) throws IOException {
        if ((request.flags() & ListenRequest.IPV6_ONLY) != 0) {
            socket.setIntOpt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
        }
    }

    private interface Steps {
        void take() throws IOException;
    }

    private static ListenSocket finish(LinuxSocket socket, ListenRequest request, Steps steps) throws BindException {
        Fd owned = Fd.own(socket.intValue());
        try {
            // Netty's sockets are not close-on-exec; its accepted connections are.
            Libc.setCloseOnExec(owned);
            steps.take();
            return new ListenSocket(owned, bound(request.address(), socket.localAddress()));
        } catch (IOException e) {
            owned.close();
            throw e instanceof BindException known ? known : failure(e, request.address());
        } catch (RuntimeException e) {
            // The JDK throws it for a number that is no port.
            owned.close();
            throw e;
        }
    }

    private static ListenAddress bound(ListenAddress asked, @Nullable InetSocketAddress real) {
        if (real == null || asked.isUdp()) {
            return real == null ? asked : new ListenAddress(asked.host(), real.getPort(), asked.addressType());
        }
        // Java reads ::ffff:127.0.0.1 as an IPv4 address. A Node program finds the address that it asked for.
        boolean ipv6 = real.getAddress() instanceof Inet6Address
                || (asked.host() != null && asked.host().indexOf(':') >= 0);
        return new ListenAddress(asked.host(), real.getPort(), ipv6 ? "6" : "4");
    }

    static int backlog(ListenRequest request) {
        return request.backlog() > 0 ? request.backlog() : BACKLOG;
    }

    private static boolean isLow(ListenAddress address) {
        return address.port() > 0 && address.port() < FIRST_UNPRIVILEGED_PORT;
    }

    private static BindException failure(IOException e, ListenAddress address) {
        int errno = e instanceof NativeIoException nativeError ? -nativeError.expectedErr() : Errno.EINVAL;
        return switch (errno) {
            case Errno.EADDRINUSE ->
                new BindException(
                        "port " + address.port() + " is in use (another program listens on " + address + ")", errno);
            case Errno.EACCES ->
                new BindException("not permitted to listen on " + address + (isLow(address) ? LOW_PORT : ""), errno);
            default -> new BindException("cannot listen on " + address + ": " + e.getMessage(), errno);
        };
    }
}
