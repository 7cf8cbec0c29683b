package io.baton.master.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.Clients;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.FakeWorker;
import io.baton.master.dispatch.Gate;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerId;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.spawn.Spawner;
import io.baton.master.totals.Totals;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The last words of a worker count, however late they are read. A connection that it accepted may have been served, and must
 * not be served twice. A connection that it did not accept was not read, and goes to another worker. The process is real. Its
 * end of the channel belongs to the test, which so decides what is readable when the exit is seen.
 */
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class LastWordsIT implements WorkerEvents {

    private static final String ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n";

    private final Conductor conductor = Conductor.start();
    private final DeafConsole deaf = new DeafConsole();
    private final List<Connection> unserved = new ArrayList<>();
    private final FakeWorker survivor = new FakeWorker("survivor", conductor, 16);
    private final CompletableFuture<ExitStatus> dead = new CompletableFuture<>();
    private final Msghdr msghdr = new Msghdr();
    private final Dispatcher dispatcher = new Dispatcher(conductor, new OpenGate(), unserved::add, 30_000);

    @RegisterExtension
    final Clients clients = new Clients(conductor);

    private int pid;
    private Fd workersEnd;
    private List<Connection> sent;

    // The conductor's.
    private boolean ready;
    private boolean unready;

    /** Three connections are on their way to the worker, and another worker is ready. */
    @BeforeEach
    void sendThree() throws Exception {
        Fd[] pair = Libc.socketpair();
        workersEnd = pair[1];
        CompletableFuture<Integer> spawned = new CompletableFuture<>();
        new PosixSpawner(conductor)
                .spawn(
                        () -> new SpawnRequest(List.of("sleep", "60"), List.of("PATH=/usr/bin:/bin"), true),
                        new Spawner.Result() {
                            @Override
                            public void spawned(Child child) {
                                child.channel().close();
                                Child withOurs = new Child(child.pid(), pair[0], null, null, null, null, false);
                                ApplicationJournal journal = new ApplicationJournal(new Journal(conductor), "test", "");
                                WorkerHandle unused = ProcessLauncher.start(
                                        new WorkerId("test", "worker", 0, child.pid()),
                                        withOurs,
                                        conductor.nanoTime(),
                                        conductor,
                                        conductor,
                                        Supervision.DEFAULT,
                                        deaf.remains(withOurs, journal),
                                        journal,
                                        new Totals().of("test"),
                                        LastWordsIT.this);
                                spawned.complete(child.pid());
                            }

                            @Override
                            public void failed(IOException reason) {
                                spawned.completeExceptionally(new AssertionError(reason));
                            }
                        });
        pid = spawned.get(10, TimeUnit.SECONDS);
        // A worker that is online has read its arguments, and its title takes their place.
        await().until(() -> stat(pid).matches("(?s)\\d+ \\(sleep\\) S .*"));
        say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,\"baton\":{\"v\":1,\"window\":16}}\n"
                + "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\",\"index\":0,\"data\":null,\"address\":null,"
                + "\"port\":3000,\"addressType\":4,\"seq\":1}\n");
        sent = List.of(clients.connect(), clients.connect(), clients.connect());
        await().until(() -> onConductor(() -> ready));
        onConductor(() -> {
            sent.forEach(dispatcher::offer);
            dispatcher.add(survivor.lane());
            return true;
        });
    }

    @AfterEach
    void end() throws Exception {
        Processes.kill(pid, Processes.SIGKILL);
        workersEnd.close();
        // A conductor that is stopped waits for no process.
        dead.get(10, TimeUnit.SECONDS);
        sent.forEach(Connection::close);
        conductor.stop();
        deaf.close();
    }

    @Test
    void acceptedLinesThatAreUnreadWhenTheExitIsSeenCount() throws Exception {
        whileTheConductorIsBusy(() -> {
            kill();
            say(ACK + accepted(0, true) + ACK + accepted(2, true));
        });
        assertThat(dead.get(10, TimeUnit.SECONDS)).hasToString("SIGKILL");
        assertThat(onConductor(() -> List.copyOf(survivor.got()))).containsExactly(sent.get(1));
        assertThat(sent.get(0).socket().isOpen()).as("the worker's alone").isFalse();
        assertThat(sent.get(2).socket().isOpen()).as("the worker's alone").isFalse();
        assertThat(sent.get(1).socket().isOpen()).isTrue();
    }

    @Test
    void aRefusalThatIsUnreadWhenTheExitIsSeenCounts() throws Exception {
        whileTheConductorIsBusy(() -> {
            kill();
            say(ACK + accepted(0, true) + ACK + accepted(1, false) + ACK + accepted(2, true));
        });
        assertThat(dead.get(10, TimeUnit.SECONDS)).hasToString("SIGKILL");
        assertThat(onConductor(() -> List.copyOf(survivor.got()))).containsExactly(sent.get(1));
    }

    @Test
    void anAckIsNotYetAnAccept() throws Exception {
        whileTheConductorIsBusy(() -> {
            kill();
            say(ACK + ACK + ACK + accepted(1, true));
        });
        assertThat(dead.get(10, TimeUnit.SECONDS)).hasToString("SIGKILL");
        assertThat(onConductor(() -> List.copyOf(survivor.got()))).containsExactly(sent.get(0), sent.get(2));
    }

    /** Node's word for a line whose descriptor did not come; the worker is well. */
    @Test
    void aNackIsARefusal() throws Exception {
        say(ACK + accepted(0, true) + "{\"cmd\":\"NODE_HANDLE_NACK\"}\n" + ACK + accepted(2, true));
        await().until(() -> onConductor(() -> survivor.got().equals(List.of(sent.get(1)))));
        assertThat(sent.get(0).socket().isOpen()).isFalse();
        assertThat(sent.get(2).socket().isOpen()).isFalse();
        assertThat(dead).isNotDone();
    }

    /** It may still hold them, and read them. */
    @Test
    void theEndOfTheChannelAloneSetsNoConnectionFree() throws Exception {
        workersEnd.close();
        await().until(() -> onConductor(() -> unready));
        assertThat(onConductor(() -> List.copyOf(survivor.got()))).isEmpty();
        assertThat(sent).allMatch(connection -> connection.socket().isOpen());
        assertThat(dead).isNotDone();
        kill();
        assertThat(dead.get(10, TimeUnit.SECONDS)).hasToString("SIGKILL");
        assertThat(onConductor(() -> List.copyOf(survivor.got()))).containsExactlyElementsOf(sent);
    }

    private interface Deed {
        void run() throws Exception;
    }

    private void whileTheConductorIsBusy(Deed deed) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        conductor.post(() -> {
            busy.countDown();
            awaitQuietly(done);
        });
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        try {
            deed.run();
        } finally {
            done.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the process; its exit can be seen then. */
    private void kill() {
        int result = Processes.kill(pid, Processes.SIGKILL);
        assertThat(result).as("kill of %d", pid).isZero();
        await().until(() -> stat(pid).matches("(?s)-|\\d+ \\(.*\\) Z .*"));
    }

    private static String stat(int pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        } catch (IOException e) {
            return "-";
        }
    }

    private void say(String lines) {
        byte[] bytes = lines.getBytes(UTF_8);
        msghdr.outgoing().put(0, bytes);
        assertThat(msghdr.send(workersEnd, 0, bytes.length)).isEqualTo(bytes.length);
    }

    private static String accepted(int ack, boolean accepted) {
        return "{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + ack + ",\"accepted\":" + accepted + ",\"seq\":" + (ack + 2)
                + "}\n";
    }

    private <T> T onConductor(Callable<T> look) throws InterruptedException, ExecutionException, TimeoutException {
        return conductor.loop().submit(look).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void listenAsked(WorkerHandle worker, Message.QueryServer query) {}

    @Override
    public void listenEnded(WorkerHandle worker, String key) {}

    @Override
    public void ready(WorkerHandle worker) {
        ready = true;
        dispatcher.add(worker.lane());
    }

    @Override
    public void leaves(WorkerHandle worker) {
        unready = true;
        dispatcher.remove(worker.lane());
    }

    @Override
    public void retires(WorkerHandle worker) {}

    @Override
    public void asksToLeave(WorkerHandle worker, String reason) {}

    @Override
    public void dead(WorkerHandle worker, ExitStatus status) {
        int unused = worker.lane().giveBack();
        assertThat(dead.complete(status)).as("dead once").isTrue();
    }

    private static final class OpenGate implements Gate {
        @Override
        public void close() {}

        @Override
        public void open() {}
    }
}
