package io.baton.master.machines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.baton.master.it.MasterCommand;
import io.baton.master.servers.ServerClient;
import io.baton.master.servers.UnforgivingLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two masters behind a proxy with the configuration of the README, under 1000 requests a second of clients that never retry.
 * The masters are stopped and started one after the other, then one of them is killed. With the profile {@code campaign} each
 * proxy has 100,000 requests to itself; else both are in front at the same time.
 */
@Timeout(900)
@Tag("long")
final class TwoMachinesIT {

    private static final boolean CAMPAIGN = Boolean.getBoolean("baton.campaign");
    private static final int REQUESTS = CAMPAIGN ? 100_000 : 5_000;
    private static final int REPLACED = CAMPAIGN ? 6 : 2;
    private static final int WORKERS = CAMPAIGN ? 2 : 1;
    private static final int PER_SECOND = 1_000;
    private static final int KEPT = 32;
    private static final int SLOW = 8;
    private static final int AFTER_THE_KILL = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration LONG_LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path directory = Path.of("");

    private final List<Proxy> proxies = new ArrayList<>();
    private final List<UnforgivingLoad> loads = new ArrayList<>();

    private static Stream<List<Proxy.Program>> programs() {
        Stream<Proxy.Program> all = Stream.of(Proxy.Program.values());
        return CAMPAIGN ? all.map(List::of) : Stream.of(all.toList());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aStopLosesNoRequestAndAKillOnlyThoseInside(List<Proxy.Program> programs) throws Exception {
        List<Proxy.Program> installed = installed(programs);
        assumeFalse(installed.isEmpty(), "no proxy is installed");
        Path jar = EchoApplication.jar(directory);
        int port = MasterCommand.freePort();
        int adminPort = MasterCommand.freePort();
        try (Machine one = new Machine("127.0.0.2", port, adminPort, WORKERS, jar);
                Machine two = new Machine("127.0.0.3", port, adminPort, WORKERS, jar)) {
            one.awaitReady();
            two.awaitReady();
            for (Proxy.Program program : installed) {
                Path own = Files.createDirectory(directory.resolve("" + program));
                proxies.add(Proxy.start(program, own, Map.of(":3000", ":" + port, "port 9615", "port " + adminPort)));
            }
            awaitAnswersOf(one);
            awaitAnswersOf(two);
            replace(List.of(one, two));
            kill(one, two);
        } finally {
            loads.forEach(UnforgivingLoad::close);
            proxies.forEach(Proxy::close);
        }
    }

    private static List<Proxy.Program> installed(List<Proxy.Program> programs) {
        List<Proxy.Program> installed = new ArrayList<>(programs);
        for (Proxy.Program program : programs) {
            if (!program.missing().isEmpty()) {
                System.out.println("TwoMachinesIT is without " + program + ": " + program.missing());
                installed.remove(program);
            }
        }
        return installed;
    }

    private void replace(List<Machine> machines) throws Exception {
        long begin = System.nanoTime();
        beginLoads();
        for (int replaced = 1; replaced <= REPLACED; replaced++) {
            Machine machine = machines.get(replaced % machines.size());
            machine.replace();
            awaitAnswersOf(machine);
            // The masters share the processors of one machine: between two starts these have time for the clients.
            long part = (long) REQUESTS * replaced / REPLACED;
            await().atMost(LONG_LIMIT).until(() -> answered() >= part);
        }
        endLoads();
        String done = ", " + REPLACED + " masters replaced in " + (System.nanoTime() - begin) / 1_000_000_000 + " s: ";
        List<List<String>> warnings = machines.stream().map(Machine::warnings).toList();
        for (int i = 0; i < proxies.size(); i++) {
            System.out.println(proxies.get(i) + done + loads.get(i));
            assertThat(loads.get(i).failed())
                    .as(loads.get(i) + "\n" + warnings + "\n" + proxies.get(i).output())
                    .isZero();
        }
        loads.clear();
    }

    /** Inside the killed machine are requests that take two seconds, and those of the load that it had not answered yet. */
    private void kill(Machine killed, Machine other) throws Exception {
        List<CompletableFuture<Boolean>> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            int port = proxies.get(i % proxies.size()).port();
            slow.add(CompletableFuture.supplyAsync(() -> isAnswered(port), task -> new Thread(task).start()));
        }
        beginLoads();
        await().atMost(LIMIT).until(() -> inside(killed) + inside(other) == SLOW);
        long inside = inside(killed);
        long begin = System.nanoTime();
        killed.kill();
        long end = System.nanoTime();
        long before = answered();
        await().atMost(LIMIT).until(() -> answered() > before + AFTER_THE_KILL);
        long lost = slow.stream().filter(answered -> !answered.join()).count();
        endLoads();
        System.out.println("a master killed, its last process gone after " + (end - begin) / 1_000_000 + " ms: " + lost
                + " lost of " + inside + " slow requests inside, others: " + loads);
        assertThat(inside).isPositive();
        assertThat(lost).isEqualTo(inside);
        assertThat(inside(other)).as("no POST was sent twice").isEqualTo(SLOW - inside);
        for (UnforgivingLoad load : loads) {
            assertThat(load.failures())
                    .allMatch(failure -> failure.beganNanos() - end <= 0 && failure.endedNanos() - begin >= 0);
        }
    }

    private static long inside(Machine machine) {
        return machine.printed(EchoApplication.INSIDE);
    }

    /** Whether a POST that takes its time is answered with status 200. */
    private static boolean isAnswered(int port) {
        try (ServerClient client = new ServerClient(port)) {
            client.send("POST /slow HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            return new String(client.answer(), ISO_8859_1).startsWith("master ");
        } catch (IOException e) {
            return false;
        }
    }

    private void beginLoads() {
        int perSecond = PER_SECOND / proxies.size();
        for (Proxy proxy : proxies) {
            loads.add(UnforgivingLoad.start(proxy.port(), KEPT, perSecond / 2, perSecond / 2));
        }
    }

    private void endLoads() throws InterruptedException {
        loads.forEach(UnforgivingLoad::close);
        for (UnforgivingLoad load : loads) {
            load.end();
        }
    }

    private long answered() {
        return loads.stream().mapToLong(UnforgivingLoad::answered).sum();
    }

    /** Each proxy sends requests to this machine. */
    private void awaitAnswersOf(Machine machine) {
        for (Proxy proxy : proxies) {
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> ServerClient.get(proxy.port(), "/").equals("master " + machine.pid() + "\n"));
        }
    }
}
