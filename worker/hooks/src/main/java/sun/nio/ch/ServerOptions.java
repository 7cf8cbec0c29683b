package sun.nio.ch;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import sun.net.ext.ExtendedSocketOptions;

/**
 * The options of a server socket whose connections come from the master. They are those of the socket that the server had
 * before it was bound, which is kept for them: a socket pair has no options of TCP. Connections inherit them, as they do in
 * the kernel. Any thread may call.
 */
public final class ServerOptions {

    /** Found when a server listens. */
    private static final class Inherited {

        static final SocketOption<?>[] ALL = all();

        private Inherited() {}

        private static SocketOption<?>[] all() {
            List<SocketOption<?>> found = new ArrayList<>();
            // The first one.
            found.add(StandardSocketOptions.SO_RCVBUF);
            for (SocketOption<?> option : ExtendedSocketOptions.serverSocketOptions()) {
                if (option.name().startsWith("TCP_KEEP")) {
                    found.add(option);
                }
            }
            return found.toArray(new SocketOption<?>[0]);
        }
    }

    private final int number;
    private final FileDescriptor socket;
    private volatile Object[] changed = {};
    private volatile FileDescriptor instead;

    /** The options of a socket of TCP, which stays the caller's and open for as long as this object is used. */
    public ServerOptions(int socket) {
        this.number = socket;
        this.socket = IOUtil.newFD(socket);
    }

    /** The socket. */
    public int socket() {
        return number;
    }

    /** The address that stands for every one of the socket's family. The socket is not bound. */
    public InetAddress everyAddress() throws IOException {
        return Net.localAddress(socket).getAddress();
    }

    /** Throws what the JDK throws if the socket cannot be bound to an address of this family. */
    public void requireFamily(InetAddress address) throws IOException {
        if (address instanceof Inet6Address && everyAddress() instanceof Inet4Address) {
            Net.bind(socket, address, 0);
        }
    }

    /** Whether other sockets may be bound to the same address. */
    public boolean reusesPort() throws IOException {
        return (Boolean) Net.getSocketOption(socket, StandardSocketOptions.SO_REUSEPORT);
    }

    /** Finds what differs from a new socket. To be called when the server listens. */
    public void compare() throws IOException {
        FileDescriptor fresh = Net.socket(Net.UNSPEC, true);
        try {
            SocketOption<?>[] inherited = Inherited.ALL;
            Object[] found = new Object[inherited.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = changed(fresh, inherited[i]);
            }
            changed = found;
        } finally {
            new SocketDispatcher().close(fresh);
        }
    }

    /** The value of an option; null if it is that of a new socket. */
    private Object changed(FileDescriptor fresh, SocketOption<?> option) throws IOException {
        Object value = Net.getSocketOption(socket, option);
        return value.equals(Net.getSocketOption(fresh, option)) ? null : value;
    }

    void set(ProtocolFamily family, SocketOption<?> option, Object value) throws IOException {
        Net.setSocketOption(socket, family, option, value);
        compare();
        if (instead != null) {
            inherit(instead);
        }
    }

    Object value(ProtocolFamily family, SocketOption<?> option) throws IOException {
        return Net.getSocketOption(socket, family, option);
    }

    /** Gives the options, now and later, to the socket that the server has instead. Its connections inherit them. */
    public void moveTo(int other) throws IOException {
        compare();
        instead = IOUtil.newFD(other);
        inherit(instead);
    }

    /**
     * Gives the connection what it would have inherited. Its receive buffer never becomes smaller: the client was offered a
     * larger window, and would send into the smaller one only when its timer says so, some kilobytes at a time.
     */
    void inherit(FileDescriptor connection) throws IOException {
        Object[] values = changed;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && !isSmallerBuffer(connection, i, values[i])) {
                Net.setSocketOption(connection, Inherited.ALL[i], values[i]);
            }
        }
    }

    private static boolean isSmallerBuffer(FileDescriptor connection, int option, Object value) throws IOException {
        return option == 0
                && (Integer) value < (Integer) Net.getSocketOption(connection, StandardSocketOptions.SO_RCVBUF);
    }
}
