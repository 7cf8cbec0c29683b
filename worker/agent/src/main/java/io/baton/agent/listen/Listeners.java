package io.baton.agent.listen;

import io.baton.agent.channel.Answer;
import io.baton.agent.channel.Arrivals;
import io.baton.agent.channel.ListenQuestion;
import io.baton.agent.channel.Primary;
import io.baton.agent.posix.Kernel;
import io.baton.agent.watch.Connections;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.ServerOptions;
import sun.nio.ch.ServerSockets;

/**
 * All server sockets of the process. Each port that it binds is asked of the master, as a worker of Node's {@code cluster}
 * does; port 0 and those that the operator named are its own.
 */
public final class Listeners implements ServerSockets, Arrivals {

    /** How long a server may leave a connection unaccepted before another worker gets it. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int EADDRINUSE = -98;
    private static final int EACCES = -13;
    private static final int EADDRNOTAVAIL = -99;

    private final Primary primary;
    private final Connections connections;
    private final Ports ports;
    private final boolean ipv4Only;
    private final Readiness readiness;

    private volatile Listener[] all = {};
    private volatile boolean refusing;

    /**
     * None yet.
     *
     * @param ipv4Only whether every address means those of IPv4
     * @param servicePort without which the server is not ready; 0 for any
     * @param readyPath that must answer there; empty if none must
     * @param warmUp requests that it must have answered there
     */
    public Listeners(
            Primary primary,
            Connections connections,
            Ports ports,
            boolean ipv4Only,
            int servicePort,
            String readyPath,
            List<String> warmUp) {
        this.primary = primary;
        this.connections = connections;
        this.ports = ports;
        this.ipv4Only = ipv4Only;
        this.readiness = new Readiness(servicePort, readyPath, warmUp, this::announce);
    }

    private @Nullable Listener at(int fd) {
        for (Listener listener : all) {
            if (listener.fd() == fd) {
                return listener;
            }
        }
        return null;
    }

    @Override
    public boolean bind(int fd, InetAddress address, int port) throws IOException {
        if (ports.isOwn(port)) {
            return false;
        }
        ServerOptions options = new ServerOptions(copy(fd));
        try {
            add(listener(fd, new InetSocketAddress(address, port), options));
            return true;
        } catch (IOException e) {
            int unused = Kernel.close(options.socket());
            throw e;
        }
    }

    private Listener listener(int fd, InetSocketAddress address, ServerOptions options) throws IOException {
        for (Listener other : all) {
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
        return new Listener(primary, fd, address, answer.key(), question, bell, options);
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
        become(fd, (int) pair);
        return (int) (pair >>> Integer.SIZE);
    }

    private ListenQuestion question(InetAddress address, int port) {
        String host = address.isAnyLocalAddress() ? (ipv4Only ? "0.0.0.0" : null) : text(address);
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

    private synchronized void add(Listener listener) {
        Listener[] more = new Listener[all.length + 1];
        System.arraycopy(all, 0, more, 0, all.length);
        more[all.length] = listener;
        all = more;
    }

    private synchronized void remove(Listener listener) {
        Listener[] fewer = new Listener[all.length - 1];
        int count = 0;
        for (Listener other : all) {
            if (other != listener) {
                fewer[count++] = other;
            }
        }
        all = fewer;
    }

    @Override
    public boolean listen(int fd, int backlog) throws IOException {
        Listener listener = at(fd);
        if (listener == null) {
            return false;
        }
        listener.options().compare();
        listener.listen();
        readiness.listens(listener);
        announce();
        return !listener.isShared();
    }

    private void announce() {
        for (Listener listener : all) {
            if (readiness.isReady()) {
                listener.announce();
            }
        }
    }

    @Override
    public @Nullable InetSocketAddress address(int fd) {
        Listener listener = at(fd);
        return listener == null ? null : listener.address();
    }

    @Override
    public @Nullable ServerOptions options(int fd) {
        Listener listener = at(fd);
        return listener == null || listener.isShared() ? null : listener.options();
    }

    @Override
    public int accept(int fd) {
        Listener listener = at(fd);
        if (listener == null) {
            return ORDINARY;
        } else if (listener.isShared()) {
            return refusing ? NONE : ORDINARY;
        }
        Waiting next = listener.next();
        if (next == null) {
            return NONE;
        }
        if (next.seq() >= 0 && !primary.accepted(next.seq())) {
            int unused = Kernel.close(next.descriptor());
            return NONE;
        }
        connections.opened(next.descriptor(), listener.key(), next.requests(), next.ageMs());
        return next.descriptor();
    }

    @Override
    public void hasAccepted(int fd, int connection) {
        if (at(fd) != null) {
            connections.accepted(connection);
        }
    }

    @Override
    public void drop(int connection) {
        connections.closes(connection);
        int unused = Kernel.close(connection);
    }

    @Override
    public boolean neverBlocks(int fd) {
        return at(fd) != null || connections.has(fd);
    }

    @Override
    public void closes(int fd) {
        Listener listener = at(fd);
        if (listener != null) {
            remove(listener);
            listener.close(!serves(listener.key()));
        }
    }

    private boolean serves(String key) {
        for (Listener listener : all) {
            if (listener.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connection(String key, long seq, int descriptor, long requests, long ageMs) {
        Waiting waiting = new Waiting(descriptor, seq, requests, ageMs, System.nanoTime());
        Listener[] some = all;
        for (int i = 0; i < some.length && !refusing; i++) {
            Listener listener = some[(int) ((seq + i) % some.length)];
            if (listener.key().equals(key) && listener.offer(waiting)) {
                return;
            }
        }
        int unused = Kernel.close(descriptor);
        primary.refused(seq);
    }

    @Override
    public boolean refuseOverdue() {
        boolean waits = false;
        for (Listener listener : all) {
            listener.refuse(System.nanoTime() - PATIENCE_NANOS);
            waits |= listener.waits();
        }
        return waits;
    }

    @Override
    public void refuseAll() {
        refusing = true;
        for (Listener listener : all) {
            listener.end();
        }
    }
}
