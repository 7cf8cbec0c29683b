package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients and proxies as they are used ask without a pause, while all workers are replaced. None of them sees an error. */
@Timeout(120)
@Tag("long")
final class RealClientsIT {

    private static final int RELOADS = Scale.of(2, 20);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void noRealClientNoticesAReload() throws Exception {
        Path home = directory.resolve("home");
        RealClient client = new RealClient();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            Map<String, Future<Integer>> clients = new LinkedHashMap<>();
            askers(client, master.port()).forEach((name, asker) -> clients.put(name, threads.submit(asker)));
            for (int reload = 1; reload <= RELOADS; reload++) {
                MasterCommand.Outcome outcome = new MasterCommand().home(home).run("reload", "baton");
                assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            }
            client.stop();
            for (Map.Entry<String, Future<Integer>> one : clients.entrySet()) {
                assertThat(one.getValue().get()).as(one.getKey()).isGreaterThan(50);
            }
        } finally {
            client.stop();
            threads.shutdownNow();
        }
    }

    /** Those whose programs are installed. */
    private Map<String, Callable<Integer>> askers(RealClient client, int port) throws Exception {
        Map<String, Callable<Integer>> all = new LinkedHashMap<>();
        all.put("jdk", () -> client.jdk(port));
        add(all, "curl", () -> client.curl(port));
        add(all, "python3", () -> client.python(port));
        Path nginx = Files.createDirectory(directory.resolve("nginx"));
        add(all, "nginx", () -> {
            String prefix = nginx.toString();
            return client.through(
                    "nginx.conf", port, nginx, List.of("nginx", "-e", "stderr", "-p", prefix, "-c", "nginx.conf"));
        });
        Path haproxy = Files.createDirectory(directory.resolve("haproxy"));
        add(
                all,
                "haproxy",
                () -> client.through("haproxy.cfg", port, haproxy, List.of("haproxy", "-db", "-f", "haproxy.cfg")));
        return all;
    }

    private static void add(Map<String, Callable<Integer>> all, String program, Callable<Integer> asker) {
        String missing = RealClient.missing(program);
        if (missing.isEmpty()) {
            all.put(program, asker);
        } else {
            System.out.println(RealClientsIT.class.getSimpleName() + " is without " + program + ": " + missing);
        }
    }
}
