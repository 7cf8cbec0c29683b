package io.baton.master.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Delivery;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.FakeWorker;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.totals.ListenerTotals;
import io.baton.master.totals.Totals;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes from a real port to a worker: every connection, and not a byte less than its client sent. */
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class ListenerIT {

    private final Conductor conductor = Conductor.start();
    /** Takes whatever comes. It was sent each this very moment, for ever: it never becomes too slow to be sent more. */
    private final FakeWorker worker = new FakeWorker("worker", farAhead(), 2_000);

    private final List<Connection> unserved = new ArrayList<>();
    private final List<Socket> clients = new ArrayList<>();

    private Listener listener;
    private Dispatcher dispatcher;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        ListenSocket socket = Binder.bind("127.0.0.1", 0);
        port = socket.address().port();
        listener = new Listener(
                conductor, socket, new ListenKey("127.0.0.1:0:4:undefined:0"), false, new ListenerTotals());
        dispatcher = new Dispatcher(conductor, listener, unserved::add, 30_000);
        onConductor(() -> {
            listener.start(dispatcher);
            return true;
        });
    }

    @AfterEach
    void stop() throws Exception {
        onConductor(() -> {
            listener.stop();
            worker.got().forEach(Connection::close);
            dispatcher.endHeld();
            unserved.forEach(Connection::close);
            return true;
        });
        for (Socket client : clients) {
            client.close();
        }
        conductor.stop();
    }

    /** Not every protocol's client speaks first, and none speaks HTTP to a master. */
    @Test
    void aClientThatSendsNothingIsHandedToAWorker() throws Exception {
        addWorker();
        Socket unused = connect();
        awaitTaken(1);
    }

    @Test
    void everyByteIsLeftForTheWorker() throws Exception {
        String notHttp = "\u0000\u0016\u0003\u0001\r\n\r\n garbage \u007f";
        Socket early = connect();
        early.getOutputStream().write(notHttp.getBytes(US_ASCII));
        await().until(() -> onConductor(dispatcher::held) == 1);
        addWorker();
        awaitTaken(1);
        Connection connection = onConductor(() -> worker.got().get(0));
        early.getOutputStream().write("and more".getBytes(US_ASCII));
        early.shutdownOutput();
        assertThat(readToEnd(connection)).isEqualTo(notHttp + "and more");
    }

    @Test
    void whileTheGateIsClosedConnectionsWaitInTheBacklogAndThenAllAreOffered() throws Exception {
        addWorker();
        onConductor(() -> {
            listener.close();
            return true;
        });
        for (int i = 0; i < 5; i++) {
            Socket unused = connect();
        }
        assertThat(onConductor(worker.got()::size)).isZero();
        onConductor(() -> {
            listener.open();
            return true;
        });
        awaitTaken(5);
    }

    @Test
    void beyondTheHoldCapacityConnectionsWaitInTheBacklog() throws Exception {
        for (int i = 0; i < Dispatcher.HOLD_CAPACITY + 100; i++) {
            Socket unused = connect();
        }
        await().until(() -> onConductor(dispatcher::held) >= Dispatcher.HOLD_CAPACITY);
        assertThat(onConductor(dispatcher::held)).isEqualTo(Dispatcher.HOLD_CAPACITY);
        addWorker();
        awaitTaken(Dispatcher.HOLD_CAPACITY + 100);
    }

    /** The client thinks that it is connected. */
    @Test
    void connectionsThatTheKernelCompletedBeforeAStopAreOfferedToo() throws Exception {
        addWorker();
        onConductor(() -> {
            for (int i = 0; i < 3; i++) {
                Socket unused = connect();
            }
            listener.stop();
            return true;
        });
        awaitTaken(3);
        assertThat(worker.got()).hasSize(3);
        try {
            connect();
            assertThat(port).as("a port without a listener").isNegative();
        } catch (ConnectException e) {
            assertThat(e).hasMessageContaining("refused");
        }
    }

    /** The port would be open and its connections would not be accepted. The kernel never watches /dev/null (EPERM). */
    @Test
    void aSocketThatCannotBeWatchedIsClosedAndTold() throws Exception {
        Fd device = Fd.own(FileDescriptor.from("/dev/null").intValue());
        ListenSocket unwatchable = new ListenSocket(device, ListenAddress.tcp("127.0.0.1", port));
        Listeners listeners = new Listeners(
                conductor,
                new ApplicationJournal(new Journal(conductor), "app", ""),
                Delivery.DEFAULT,
                new Addresses(),
                new SocketEndpoints(
                        conductor,
                        new ApplicationJournal(new Journal(conductor), "app", ""),
                        Delivery.DEFAULT,
                        port,
                        30_000,
                        5_000,
                        new Totals().of("app")),
                30_000);
        assertThatThrownBy(() -> onConductor(() -> {
                    listeners.open(List.of(unwatchable));
                    return true;
                }))
                .rootCause()
                .isInstanceOf(PosixException.class)
                .hasMessageContaining("EPERM");
        assertThat(device.isOpen()).isFalse();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        return client;
    }

    private void addWorker() throws Exception {
        onConductor(() -> {
            dispatcher.add(worker.lane());
            return true;
        });
    }

    private void awaitTaken(int count) {
        await().until(() -> onConductor(worker.got()::size) == count);
    }

    private static String readToEnd(Connection connection) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(1024);
        await().until(() -> Libc.receive(connection.socket(), bytes) == 0);
        return US_ASCII.decode(bytes.flip()).toString();
    }

    private <T> T onConductor(Callable<T> action) throws InterruptedException, ExecutionException, TimeoutException {
        return conductor.loop().submit(action).get(10, TimeUnit.SECONDS);
    }

    private static Clock farAhead() {
        ManualClock clock = new ManualClock();
        clock.advanceNanos(Long.MAX_VALUE);
        return clock;
    }
}
