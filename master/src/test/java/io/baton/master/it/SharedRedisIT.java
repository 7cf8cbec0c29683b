package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers of two masters share state in a real Redis. */
@Timeout(180)
final class SharedRedisIT {

    private static final Duration BACK = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void twoMastersShareWhatRedisKeepsAndLiveWithoutIt(Together example, @TempDir Path directory) throws Exception {
        String program = example.program(directory);
        int redisPort = freePort();
        Process redis = redis(redisPort, directory);
        String url = "redis://127.0.0.1:" + redisPort;
        try (MasterProcess one =
                        new MasterCommand().environment("BATON_SHARED", url).start(program, "-i", "2");
                MasterProcess two = MasterProcess.start(program, "-i", "1", "--shared", url)) {
            one.awaitReady(2);
            two.awaitReady(1);
            String id = HttpClient.get(one.port(), "/login?user=ada").body();
            assertThat(HttpClient.get(two.port(), "/me?id=" + id).body()).startsWith("ada at ");
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                statuses.add(HttpClient.get(one.port(), "/limited?client=eve").status());
                statuses.add(HttpClient.get(two.port(), "/limited?client=eve").status());
            }
            assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429, 429);
            try (ChatClient here = new ChatClient(one.port());
                    ChatClient there = new ChatClient(two.port())) {
                assertThat(HttpClient.get(two.port(), "/say?text=hello").body()).isEqualTo("heard by 2 workers");
                here.awaitLine("data: hello");
                there.awaitLine("data: hello");
            }
            redis.destroyForcibly().waitFor();
            HttpClient.Answer refused = HttpClient.get(one.port(), "/login?user=eve");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains(url);
            assertThat(HttpClient.get(one.port(), "/chat").status()).isEqualTo(503);
            redis = redis(redisPort, directory);
            await().atMost(BACK)
                    .until(() -> HttpClient.get(one.port(), "/login?user=eve").status(), status -> status == 200);
            await().atMost(BACK)
                    .until(() -> HttpClient.get(two.port(), "/login?user=eve").status(), status -> status == 200);
            try (ChatClient here = new ChatClient(one.port())) {
                await().atMost(BACK).until(() -> {
                    HttpClient.get(two.port(), "/say?text=again");
                    return here.hasLine("data: again");
                });
            }
            Proc.stop((int) redis.pid());
            HttpClient.Answer waited = HttpClient.get(one.port(), "/login?user=eve");
            assertThat(waited.status()).isEqualTo(503);
            assertThat(waited.body()).contains(url, "2000 ms");
            Proc.signal((int) redis.pid(), Processes.SIGCONT);
            await().atMost(BACK)
                    .until(() -> HttpClient.get(one.port(), "/login?user=eve").status(), status -> status == 200);
        } finally {
            redis.destroyForcibly().waitFor();
        }
    }

    @Test
    void theModuleForNodeKeepsItsContractWithRedis(@TempDir Path directory) throws Exception {
        int redisPort = freePort();
        Process redis = redis(redisPort, directory);
        try (MasterProcess master = MasterProcess.start(
                Together.contract(directory), "-i", "1", "--shared", "redis://localhost:" + redisPort)) {
            master.awaitReady(1);
            assertThat(HttpClient.get(master.port(), "/contract").body()).isEqualTo("kept");
        } finally {
            redis.destroyForcibly().waitFor();
        }
    }

    private static Process redis(int port, Path directory) throws IOException {
        Process redis;
        try {
            redis = new ProcessBuilder(
                            "redis-server",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(port),
                            "--save",
                            "",
                            "--dir",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            System.out.println("SharedRedisIT is skipped: " + e.getMessage());
            assumeTrue(false, "no redis-server: " + e.getMessage());
            throw e;
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> !redis.isAlive() || listens(port));
        assertThat(redis.isAlive()).as("redis-server runs").isTrue();
        return redis;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
