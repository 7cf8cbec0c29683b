package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** socket.io with {@code @socket.io/cluster-adapter} and {@code @socket.io/sticky} from npm, unmodified, on two workers. */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
final class SocketIoIT {

    private static final int CLIENT_SECONDS = 40;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void install() throws Exception {
        List<String> packages =
                List.of("socket.io@4", "socket.io-client@4", "@socket.io/cluster-adapter@0.3", "@socket.io/sticky@1");
        NpmPackages.require(SocketIoIT.class, directory, packages, "socketio-app.js", "socketio-client.js");
    }

    @Test
    void withARelayTheClusterAdapterReachesTheClientsOfEveryWorker() throws Exception {
        try (MasterProcess master = start("--relay")) {
            master.awaitReady(2);
            assertThat(clients(NodeProgram.port(master), "websocket")).isEqualTo("workers 2 sockets 6");
        }
    }

    @Test
    void aProgramForStickyIsSentItsConnectionsAndSessionsStayWithTheirWorker() throws Exception {
        try (MasterProcess master = start("--relay", "--sticky", "sticky")) {
            // Whoever comes before the workers are ready waits.
            assertThat(HttpClient.get(master.port(), "/").body()).matches("\\d+ got 0 from (::ffff:)?127\\.0\\.0\\.1");
            master.awaitReady(2);
            String answer = HttpClient.get(master.port(), "/").body();
            assertThat(HttpClient.get(master.port(), "/").body()).isEqualTo(answer);
            assertThat(clients(master.port(), "websocket")).endsWith(" sockets 6");
        }
    }

    private static MasterProcess start(String... options) {
        List<String> all = new ArrayList<>();
        all.add(directory.resolve("socketio-app.js").toString());
        all.addAll(List.of(options));
        return MasterProcess.start(all.toArray(String[]::new));
    }

    /** The last line of six clients. */
    private static String clients(int port, String transports) throws Exception {
        Process clients = new ProcessBuilder("node", "socketio-client.js", String.valueOf(port), transports, "6")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(clients.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(clients.waitFor(CLIENT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }
}
