package io.baton.agent.listen;

import io.baton.agent.channel.Arrivals;
import io.baton.agent.channel.Primary;
import io.baton.agent.posix.Kernel;
import io.baton.agent.watch.Connections;
import java.io.IOException;
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

    private final Primary primary;
    private final Connections connections;
    private final Ports ports;
    private final Binding binding;
    private final Readiness readiness;

    private volatile Listener[] all = {};
    private volatile boolean refusing;

    /**
     * None yet.
     *
     * @param servicePort without which the server is not ready; 0 for any
     * @param readyPath that must answer there; empty if none must
     * @param warmUp requests that it must have answered there
     */
    public Listeners(
            Primary primary,
            Connections connections,
            Ports ports,
            int servicePort,
            String readyPath,
            List<String> warmUp) {
        this.primary = primary;
        this.connections = connections;
        this.ports = ports;
        this.binding = new Binding(primary, ports);
        this.readiness = new Readiness(this, servicePort, readyPath, warmUp);
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
        add(binding.bind(fd, new InetSocketAddress(address, port), all));
        return true;
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
        readiness.listens();
        announce();
        return !listener.isShared();
    }

    /** Tells the master where the server listens, if it is ready. */
    void announce() {
        for (Listener listener : all) {
            if (readiness.isReady()) {
                listener.announce();
            }
        }
    }

    /** All sockets that the server has bound and not closed, in that order. */
    Listener[] all() {
        return all;
    }

    /** Whether the server was ready once. */
    public boolean isReady() {
        return readiness.isReady();
    }

    @Override
    public @Nullable InetSocketAddress address(int fd) {
        Listener listener = at(fd);
        return listener == null ? null : listener.address();
    }

    @Override
    public @Nullable ServerOptions options(int fd) {
        Listener listener = at(fd);
        return listener == null ? null : listener.options();
    }

    @Override
    public int accept(int fd) {
        Listener listener = at(fd);
        if (listener == null) {
            return ORDINARY;
        } else if (listener.isShared()) {
            return refusing ? NONE : ORDINARY;
        }
        return listener.accept(connections);
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
        Listener[] some = all;
        for (int i = 0; i < some.length && !refusing; i++) {
            Listener listener = some[(int) ((seq + i) % some.length)];
            if (listener.key().equals(key) && listener.offer(descriptor, seq, requests, ageMs)) {
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
