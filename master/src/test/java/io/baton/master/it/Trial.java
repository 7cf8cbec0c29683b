package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fault on a server of its own. The trial knows the server before the fault, has clients during it, and requires afterwards
 * that no trace of it is left.
 */
final class Trial implements AutoCloseable {

    private static final Duration HEALING = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int WARM_UP = 20;

    private final MasterProcess master;
    private final int port;
    private final int workers;
    private final int mastersDescriptors;
    private final int workersDescriptors;
    private final List<HttpClient> clients = new ArrayList<>();
    private @Nullable Load load;

    private Trial(MasterProcess master, int workers) throws IOException {
        this.master = master;
        this.port = master.port();
        this.workers = workers;
        for (int i = 0; i < WARM_UP; i++) {
            HttpClient.get(port, "/");
        }
        await().until(() -> TcpSocket.withLocalPort(port).stream()
                .noneMatch(
                        socket -> socket.state() == TcpSocket.ESTABLISHED || socket.state() == TcpSocket.CLOSE_WAIT));
        this.mastersDescriptors = Proc.descriptors(master.pid());
        this.workersDescriptors = mostDescriptors();
    }

    /** Two workers without a client. */
    static Trial start(String... options) throws IOException {
        return of(MasterProcess.ready(options), 2);
    }

    /** Two workers and so many requests a second, each on a connection of its own. */
    static Trial underLoad(int perSecond, String... options) throws IOException {
        Trial trial = start(options);
        try {
            trial.load(perSecond);
            return trial;
        } catch (RuntimeException | Error e) {
            trial.close();
            throw e;
        }
    }

    /**
     * A trial of this master.
     *
     * @param workers how many processes of workers and spares it has, which are ready
     */
    static Trial of(MasterProcess master, int workers) throws IOException {
        try {
            return new Trial(master, workers);
        } catch (IOException | RuntimeException | Error e) {
            master.close();
            throw e;
        }
    }

    MasterProcess master() {
        return master;
    }

    int port() {
        return port;
    }

    /** From now on so many requests a second. */
    void load(int perSecond) {
        load = Load.start(port, perSecond);
    }

    Load load() {
        return Objects.requireNonNull(load, "no load was asked for");
    }

    /** A worker that takes connections. */
    int worker() throws IOException {
        return HttpClient.workerPid(port);
    }

    /** A connection of a client's that this worker has accepted and answered on; it is closed with the trial. */
    HttpClient clientOf(int worker) throws IOException {
        while (true) {
            HttpClient client = client();
            if (HttpClient.pidIn(client.get("/").body()) == worker) {
                return client;
            }
            client.close();
        }
    }

    /** A client's connection; it is closed with the trial. */
    HttpClient client() throws IOException {
        HttpClient client = new HttpClient(port);
        clients.add(client);
        return client;
    }

    /** A request on a connection of its own, whose answer is still to be read. */
    HttpClient asking(String target) throws IOException {
        HttpClient client = client();
        client.send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
        return client;
    }

    /** Sends a worker that is stopped for it a signal, and tells which clients it had accepted then. */
    Set<Integer> strike(int worker, int signal) {
        Proc.stop(worker);
        awaitMasterHasReadAll();
        Set<Integer> accepted = Proc.clientsHeldBy(worker, port);
        accepted.removeAll(Proc.clientsHeldBy(master.pid(), port));
        Proc.signal(worker, signal);
        return accepted;
    }

    /**
     * Waits until the master has read what was written to its channels before. It accepts a connection in the same round of
     * its loop in which it reads them, perhaps before it reads; when it accepts another one, that round is over.
     */
    private void awaitMasterHasReadAll() {
        for (int round = 0; round < 2; round++) {
            try (HttpClient knock = new HttpClient(port)) {
                await().pollInterval(POLL)
                        .until(() -> holds(master.pid(), knock)
                                || master.children().stream().anyMatch(worker -> holds(worker, knock)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean holds(int pid, HttpClient client) {
        return Proc.clientsHeldBy(pid, port).contains(client.localPort());
    }

    /**
     * Ends the load: each request was answered, once, but for those of these clients, which were told at once.
     *
     * @return all requests
     */
    List<Load.Request> requireAllAnsweredBut(Set<Integer> lostClients) {
        List<Load.Request> all = load().end();
        assertThat(all)
                .filteredOn(request -> !lostClients.contains(request.clientPort()))
                .extracting(Load.Request::end)
                .containsOnly(Load.End.ANSWERED);
        assertThat(all)
                .filteredOn(request -> lostClients.contains(request.clientPort()))
                .extracting(Load.Request::end)
                .isSubsetOf(EnumSet.of(Load.End.LOST, Load.End.ANSWERED));
        return all;
    }

    /**
     * Within ten seconds nothing is left of the fault: the processes that there should be and no others, no descriptor more
     * than before, no connection that stays half closed, one listener, answers, and in the log no error but the expected ones.
     */
    void requireHealed(String... expectedErrors) throws IOException {
        if (load != null) {
            load.end();
        }
        closeClients();
        await().atMost(HEALING).untilAsserted(this::requireWorkers);
        await().atMost(HEALING).untilAsserted(() -> {
            assertThat(Proc.descriptors(master.pid()))
                    .as("descriptors of the master")
                    .isLessThanOrEqualTo(mastersDescriptors);
            assertThat(mostDescriptors()).as("descriptors of a worker").isLessThanOrEqualTo(workersDescriptors);
            requireSockets();
        });
        assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
        requireCleanLog(expectedErrors);
    }

    @Override
    public void close() throws IOException {
        try (master) {
            closeClients();
            if (load != null) {
                load.close();
            }
        }
    }

    private void requireWorkers() {
        List<Integer> children = master.children();
        assertThat(children).as("workers").hasSize(workers);
        assertThat(master.readyPids()).as("ready since the start").containsAll(children);
        assertThat(children).extracting(Proc::state).as("states of workers").doesNotContain(Proc.ZOMBIE, Proc.STOPPED);
        Set<Integer> known = new HashSet<>(children);
        known.add(master.pid());
        assertThat(Proc.session(master.pid())).as("processes of the server").isEqualTo(known);
    }

    private void requireSockets() {
        List<TcpSocket> sockets = TcpSocket.withLocalPort(port);
        assertThat(sockets)
                .filteredOn(socket -> socket.state() == TcpSocket.LISTEN)
                .as("listeners")
                .hasSize(1);
        assertThat(sockets)
                .filteredOn(socket -> socket.state() == TcpSocket.CLOSE_WAIT)
                .isEmpty();
    }

    private void requireCleanLog(String... expectedErrors) {
        assertThat(master.output()).noneMatch(line -> line.contains("LEAK"));
        assertThat(master.output())
                .filteredOn(line -> line.contains(" ERROR "))
                .allMatch(line -> List.of(expectedErrors).stream()
                        .anyMatch(error -> Pattern.compile(error).matcher(line).find()));
    }

    private int mostDescriptors() {
        return master.children().stream().mapToInt(Proc::descriptors).max().orElse(0);
    }

    private void closeClients() throws IOException {
        for (HttpClient client : clients) {
            client.close();
        }
        clients.clear();
    }
}
