package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unmodified socket.io from npm. Its sessions over polling need all requests of a client in one worker. It runs alone, with
 * {@code @socket.io/cluster-adapter}, and with {@code @socket.io/sticky} besides. A program for both packages is also a
 * program for {@code @socket.io/pm2}.
 */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
@Tag("long")
final class SocketIoIT {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void install() throws Exception {
        List<String> packages =
                List.of("socket.io@4", "socket.io-client@4", "@socket.io/cluster-adapter@0.3", "@socket.io/sticky@1");
        NpmPackages.require(SocketIoIT.class, directory, packages, "socketio-app.js", "socketio-clients.js");
    }

    /** Five requests of each client at once, while one worker takes one connection at a time and pauses now and then. */
    @Test
    void allRequestsOfASessionOverPollingComeToOneWorkerWithIpHash() throws Exception {
        try (MasterProcess master = MasterProcess.start("--dispatch", "ip-hash", app(), "alone")) {
            master.awaitReady(2);
            try (SocketIoClients clients = new SocketIoClients(directory, NodeProgram.port(master), "polling")) {
                Set<Integer> met = requireEachKeepsItsWorker(clients);
                assertThat(met).as("both have clients").containsExactlyInAnyOrderElementsOf(master.children());
            }
        }
    }

    @Test
    void withARelayTheClusterAdapterReachesTheClientsOfEveryWorker() throws Exception {
        try (MasterProcess master = MasterProcess.start("--relay", "--dispatch", "ip-hash", app(), "adapter")) {
            master.awaitReady(2);
            int port = NodeProgram.port(master);
            for (String transports : List.of("websocket", "polling")) {
                try (SocketIoClients clients = new SocketIoClients(directory, port, transports)) {
                    requireEachKeepsItsWorker(clients);
                    requireAllHearAll(clients);
                }
            }
        }
    }

    @Test
    void aProgramForStickyIsSentItsConnectionsAndSessionsStayWithTheirWorker() throws Exception {
        try (MasterProcess master = MasterProcess.start("-i", "4", "--relay", "--sticky", app(), "sticky")) {
            // A client that comes before the workers are ready waits.
            assertThat(HttpClient.get(master.port(), "/").body()).matches("\\d+ got 0 from (::ffff:)?127\\.0\\.0\\.1");
            master.awaitReady(4);
            String answer = HttpClient.get(master.port(), "/").body();
            assertThat(HttpClient.get(master.port(), "/").body()).isEqualTo(answer);
            try (SocketIoClients clients = new SocketIoClients(directory, master.port(), "polling,websocket")) {
                requireAllHearAll(clients);
            }
            try (SocketIoClients clients = new SocketIoClients(directory, master.port(), "polling")) {
                Set<Integer> met = requireEachKeepsItsWorker(clients);
                requireAllHearAll(clients);
                int killed = met.iterator().next();
                Proc.signal(killed, Processes.SIGKILL);
                master.awaitReady(5);
                assertThat(clients.shout()).as("its clients have new sessions").doesNotContain("\"errors\":[]");
                assertThat(requireEachKeepsItsWorker(clients)).doesNotContain(killed);
            }
        }
    }

    /** The workers that they met. */
    private static Set<Integer> requireEachKeepsItsWorker(SocketIoClients clients) throws Exception {
        String echoed = clients.echo();
        assertThat(echoed).matches("\\{\"pids\":\\[(\\[\\d+],?){" + SocketIoClients.COUNT + "}],\"errors\":\\[]}");
        Set<Integer> met = new HashSet<>();
        Pattern.compile("\\d+").matcher(echoed).results().forEach(pid -> met.add(Integer.parseInt(pid.group())));
        return met;
    }

    private static void requireAllHearAll(SocketIoClients clients) throws Exception {
        assertThat(clients.shout()).isEqualTo("{\"sockets\":" + SocketIoClients.COUNT + ",\"errors\":[]}");
    }

    private static String app() {
        return directory.resolve("socketio-app.js").toString();
    }
}
