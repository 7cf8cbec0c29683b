package sun.nio.ch;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import jdk.internal.misc.Unsafe;

/**
 * Takes the place of {@link Net} and {@link IOUtil} for the JDK's sockets: methods of the same names with the same
 * parameters.
 */
public final class HookedNet {

    private static volatile ServerSockets servers;
    private static volatile int magicPort;

    private HookedNet() {}

    /** Asks here from now on. To be called before the application starts. */
    public static void ask(ServerSockets all) {
        servers = all;
    }

    /** A bind of this port fails with an exception that says so, once. Shows that binds come here; 0 for none. */
    public static void refuseOnce(int port) {
        magicPort = port;
    }

    /** Whether no bind of the port has come here since {@link #refuseOnce}. */
    public static boolean awaitsBind() {
        return magicPort != 0;
    }

    /** Replaces the dispatcher of a class that was initialised before its use of dispatchers was changed. */
    public static void replaceDispatcher(Class<?> type) {
        Unsafe memory = Unsafe.getUnsafe();
        try {
            Field field = type.getDeclaredField("nd");
            Object dispatcher = type == FileChannelImpl.class ? new WatchedFileDispatcher() : new WatchedDispatcher();
            if (Modifier.isStatic(field.getModifiers())) {
                memory.putReference(memory.staticFieldBase(field), memory.staticFieldOffset(field), dispatcher);
            }
        } catch (NoSuchFieldException e) {
            // It has none.
        }
    }

    /** The descriptor of a connection. */
    public static int number(SocketChannel connection) {
        return ((SelChImpl) connection).getFDVal();
    }

    /** The address of the other end of a connection, as text; empty if there is none. */
    public static String peer(int fd) {
        try {
            InetSocketAddress peer = Net.remoteAddress(IOUtil.newFD(fd));
            String host = peer.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + peer.getPort();
        } catch (IOException e) {
            return "";
        }
    }

    static void bind(FileDescriptor fd, InetAddress address, int port) throws IOException {
        if (!isServer(port) || !binds(fd, address, port)) {
            Net.bind(fd, address, port);
        }
    }

    static void bind(ProtocolFamily family, FileDescriptor fd, InetAddress address, int port) throws IOException {
        if (!binds(fd, address, port)) {
            Net.bind(family, fd, address, port);
        }
    }

    /** Clients bind by the same method as servers do. */
    private static boolean isServer(int port) {
        if (port == 0) {
            return false;
        }
        StackTraceElement[] callers = new Throwable().getStackTrace();
        for (int i = 2; i < 6 && i < callers.length; i++) {
            String caller = callers[i].getClassName();
            if (caller.equals("java.net.ServerSocket")
                    || caller.equals("sun.nio.ch.AsynchronousServerSocketChannelImpl")) {
                return true;
            }
        }
        return false;
    }

    private static boolean binds(FileDescriptor fd, InetAddress address, int port) throws IOException {
        if (port != 0 && port == magicPort) {
            magicPort = 0;
            throw new BindException("the hooks are in place");
        }
        ServerSockets all = servers;
        return all != null && all.bind(WatchedSockets.number(fd), address, port);
    }

    static void listen(FileDescriptor fd, int backlog) throws IOException {
        ServerSockets all = servers;
        if (all == null || !all.listen(WatchedSockets.number(fd), backlog)) {
            Net.listen(fd, backlog);
        }
    }

    static InetSocketAddress localAddress(FileDescriptor fd) throws IOException {
        ServerSockets all = servers;
        InetSocketAddress bound = all == null ? null : all.address(WatchedSockets.number(fd));
        return bound == null ? Net.localAddress(fd) : bound;
    }

    static void setSocketOption(FileDescriptor fd, SocketOption<?> option, Object value) throws IOException {
        setSocketOption(fd, Net.UNSPEC, option, value);
    }

    static void setSocketOption(FileDescriptor fd, ProtocolFamily family, SocketOption<?> option, Object value)
            throws IOException {
        ServerOptions options = options(fd);
        if (options == null) {
            Net.setSocketOption(fd, family, option, value);
        } else {
            options.set(family, option, value);
        }
    }

    static Object getSocketOption(FileDescriptor fd, SocketOption<?> option) throws IOException {
        return getSocketOption(fd, Net.UNSPEC, option);
    }

    static Object getSocketOption(FileDescriptor fd, ProtocolFamily family, SocketOption<?> option) throws IOException {
        ServerOptions options = options(fd);
        return options == null ? Net.getSocketOption(fd, family, option) : options.value(family, option);
    }

    private static ServerOptions options(FileDescriptor fd) {
        ServerSockets all = servers;
        return all == null ? null : all.options(WatchedSockets.number(fd));
    }

    static int accept(FileDescriptor fd, FileDescriptor newFd, InetSocketAddress[] peer) throws IOException {
        ServerSockets all = servers;
        if (all == null) {
            return Net.accept(fd, newFd, peer);
        }
        int listener = WatchedSockets.number(fd);
        while (true) {
            int connection = all.accept(listener);
            if (connection == ServerSockets.ORDINARY) {
                int count = Net.accept(fd, newFd, peer);
                if (count > 0) {
                    all.hasAccepted(listener, WatchedSockets.number(newFd));
                }
                return count;
            } else if (connection == ServerSockets.NONE) {
                return IOStatus.UNAVAILABLE;
            }
            IOUtil.setfdVal(newFd, connection);
            try {
                peer[0] = Net.remoteAddress(newFd);
                ServerOptions options = all.options(listener);
                if (options != null) {
                    options.inherit(newFd);
                }
                return 1;
            } catch (IOException e) {
                // Its client has left.
                IOUtil.setfdVal(newFd, -1);
                all.drop(connection);
            }
        }
    }

    static void shutdown(FileDescriptor fd, int how) throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        int number = WatchedSockets.number(fd);
        if (watch == null || watch.mayShutDown(number, how != Net.SHUT_WR, how != Net.SHUT_RD)) {
            Net.shutdown(fd, how);
        }
    }

    /**
     * A connection from the master stays as it is: other processes may hold its open file description, and the JDK waits
     * with poll(2) by itself when a read or write would block.
     */
    static void configureBlocking(FileDescriptor fd, boolean blocking) throws IOException {
        ServerSockets all = servers;
        if (!blocking || all == null || !all.neverBlocks(WatchedSockets.number(fd))) {
            IOUtil.configureBlocking(fd, blocking);
        }
    }

    /** A descriptor is about to be closed. */
    static void closes(int number) {
        ServerSockets all = servers;
        if (all != null) {
            all.closes(number);
        }
    }
}
