package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Express and ws from npm, unmodified, with two workers: under load, and when one of them is killed. */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
@Tag("long")
final class NpmApplicationIT {

    private static final int CLIENTS = 64;
    private static final Duration UNDER_LOAD = Scale.of(Duration.ofSeconds(3), Duration.ofSeconds(10));

    @TempDir
    private static Path directory;

    /** What a client does until it is told to stop; says how many errors it saw. */
    private interface Client {
        int run(Set<Integer> pids) throws Exception;
    }

    private volatile boolean stopping;

    @BeforeAll
    static void install() throws Exception {
        NpmPackages.require(
                NpmApplicationIT.class, directory, List.of("express@4", "ws@8"), "express-app.js", "ws-echo.js");
    }

    @Test
    void anExpressApplicationServesWithoutAnErrorAndSurvivesAKilledWorker() throws Exception {
        try (MasterProcess master = ready("express-app.js")) {
            int port = NodeProgram.port(master);
            try (HttpClient client = new HttpClient(port)) {
                HttpClient.Answer sum = client.request("POST /sum HTTP/1.1\r\nHost: test\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 7\r\n\r\n[1,2,3]");
                assertThat(sum.body()).isEqualTo("{\"sum\":6}");
            }
            underLoad(master, pids -> requests(port, pids));
        }
    }

    @Test
    void aWebSocketServerServesWithoutAnErrorAndSurvivesAKilledWorker() throws Exception {
        try (MasterProcess master = ready("ws-echo.js")) {
            int port = NodeProgram.port(master);
            underLoad(master, pids -> echoes(port, pids));
        }
    }

    private void underLoad(MasterProcess master, Client client) throws Exception {
        Set<Integer> pids = ConcurrentHashMap.newKeySet();
        assertThat(errors(pids, client, () -> await().pollDelay(UNDER_LOAD)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> true)))
                .as("errors while no worker dies")
                .isZero();
        assertThat(pids).containsExactlyInAnyOrderElementsOf(master.children());
        int killed = master.children().get(0);
        pids.clear();
        int errors = errors(pids, client, () -> {
            await().until(() -> pids.contains(killed));
            Proc.signal(killed, Processes.SIGKILL);
            master.awaitReady(3);
            await().atMost(Duration.ofSeconds(30)).until(() -> pids.containsAll(master.children()));
        });
        assertThat(errors).as("clients of the killed worker").isBetween(0, CLIENTS);
    }

    private int errors(Set<Integer> pids, Client client, Runnable meanwhile) throws Exception {
        stopping = false;
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(threads.submit(() -> client.run(pids)));
        }
        try {
            meanwhile.run();
        } finally {
            stopping = true;
            threads.shutdown();
        }
        int errors = 0;
        for (Future<Integer> one : all) {
            errors += one.get(60, TimeUnit.SECONDS);
        }
        return errors;
    }

    /** Some ten requests on each connection, as browsers do. */
    private int requests(int port, Set<Integer> pids) {
        int errors = 0;
        while (!stopping) {
            try (HttpClient client = new HttpClient(port)) {
                for (int i = 0; i < 10 && !stopping; i++) {
                    pids.add(HttpClient.pidIn(client.get("/").body()));
                }
            } catch (IOException e) {
                errors++;
            }
        }
        return errors;
    }

    private int echoes(int port, Set<Integer> pids) throws IOException {
        int errors = 0;
        while (!stopping) {
            try (WebSocketClient client = new WebSocketClient(port)) {
                for (int i = 0; i < 50 && !stopping; i++) {
                    Integer pid = client.echo("message " + i);
                    if (pid == null) {
                        errors++;
                        break;
                    }
                    pids.add(pid);
                }
            } catch (EOFException | SocketException e) {
                // Ended before it was a WebSocket.
                errors++;
            }
        }
        return errors;
    }

    private static MasterProcess ready(String program, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(directory.resolve(program).toString());
        MasterProcess master = MasterProcess.start(all.toArray(String[]::new));
        master.awaitReady(2);
        assertThat(new HashSet<>(master.children())).hasSize(2);
        return master;
    }
}
