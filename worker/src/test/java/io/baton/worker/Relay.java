package io.baton.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Moved;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.Connections;
import io.baton.worker.net.Exporter;
import io.baton.worker.net.ListenerChannel;
import io.baton.worker.net.Past;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Several workers and one client, whose connection moves between them, all on the thread of the test. What a worker
 * gives back waits until the test says what the master does with it.
 */
final class Relay implements AutoCloseable {

    private static final int MOST_TURNS = 10_000;
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    /** One for all tests, which run on one thread. */
    private static final ManualIoEventLoop LOOP =
            new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());

    final List<Site> sites = new ArrayList<>();

    /** What the workers gave back and the master has not looked at yet. */
    final ArrayDeque<Given> given = new ArrayDeque<>();

    /** What reached the end of a pipeline although it should not. */
    final List<Throwable> broken = new ArrayList<>();

    private final Fd client;
    private final StringBuilder received = new StringBuilder();

    private int moves;

    /** What one worker has. */
    record Site(Connections connections, Adopter adopter, Exporter exporter, ListenerChannel listener) {}

    /** A connection that a worker gave back. */
    record Given(int from, Moved moved, Fd connection, Delivery delivery) {}

    /** So many workers, each with an application of its own. The first has the client's connection. */
    Relay(int workers, Supplier<Application> applications) throws PosixException {
        for (int i = 0; i < workers; i++) {
            sites.add(site(i, applications.get()));
        }
        Fd[] pair = Libc.socketpair();
        client = pair[0];
        Libc.setNonBlocking(client);
        Libc.setNonBlocking(pair[1]);
        place(0, pair[1], Past.NONE);
        turn();
    }

    private Site site(int number, Application application) {
        Connections connections = new Connections(10);
        Adopter adopter = new Adopter(LOOP, application, connections, broken::add);
        Exporter exporter = new Exporter(
                connections,
                adopter,
                (key, moved, connection, delivery) -> given.add(new Given(number, moved, connection, delivery)));
        Listener listener = new Listener("http", new DomainSocketAddress("/relay"));
        return new Site(connections, adopter, exporter, new ListenerChannel(listener, "key"));
    }

    private void place(int to, Fd connection, Past past) {
        Site site = sites.get(to);
        Channel channel = Objects.requireNonNull(site.adopter().adopt(site.listener(), connection, past));
        site.adopter().read(channel);
    }

    /** The client sends. */
    void send(String text) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.max(1, text.length()));
        bytes.put(text.getBytes(ISO_8859_1)).flip();
        assertThat(text.isEmpty() ? 0 : Libc.send(client, bytes)).as("send").isEqualTo(text.length());
    }

    /** The client will send nothing more. */
    void sendFin() {
        assertThat(Libc.shutdownOutput(client)).isZero();
    }

    /** The workers do all that they can do. */
    void turn() {
        for (int quiet = 0, turns = 0; quiet < 2; turns++) {
            assertThat(turns).as("turns of the loop").isLessThan(MOST_TURNS);
            quiet = LOOP.runNow() == 0 ? quiet + 1 : 0;
        }
    }

    /** The master takes what the workers gave back and gives each connection to the next worker. */
    void pass() throws PosixException, ProtocolException {
        for (Given next = given.poll(); next != null; next = given.poll()) {
            Fd copy = Libc.duplicate(next.connection(), 3);
            next.delivery().ended(Delivery.Outcome.TAKEN);
            moves++;
            place((next.from() + 1) % sites.size(), copy, Past.of(next.moved()));
        }
    }

    /** The master cannot take what the workers gave back. */
    void refuse(Delivery.Outcome outcome) throws ProtocolException {
        for (Given next = given.poll(); next != null; next = given.poll()) {
            next.delivery().ended(outcome);
        }
    }

    /** How often the connection has moved. */
    int moves() {
        return moves;
    }

    /** The worker that has the connection; -1 while none has it. */
    int at() {
        for (int i = 0; i < sites.size(); i++) {
            if (sites.get(i).connections().size() > 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Everything that the client has received, with the date masked. Netty's aggregator sends 100 Continue as soon as it
     * has the head, even before earlier answers, so that its place says nothing and it is left out.
     */
    String received() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
        int count;
        while ((count = Libc.receive(client, bytes.clear())) > 0) {
            received.append(ISO_8859_1.decode(bytes.flip()));
        }
        assertThat(count).as("recv").isIn(0, -Errno.EAGAIN, -Errno.ECONNRESET);
        assertThat(received.toString().split(CONTINUE, -1))
                .as("one answer and its 100 Continue")
                .hasSizeLessThan(3);
        return received.toString().replace(CONTINUE, "").replaceAll("(?i)Date: [^\r]*", "Date: now")
                + (count == 0 ? "[FIN]" : "")
                + (count == -Errno.ECONNRESET ? "[RST]" : "");
    }

    @Override
    public void close() throws ProtocolException {
        client.close();
        refuse(Delivery.Outcome.CHANNEL_ENDED);
        for (Site site : sites) {
            site.connections().closeAll();
        }
        turn();
    }
}
