package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A master replaces itself in place, and its clients and workers notice nothing. */
@Timeout(180)
final class UpgradeIT {

    private static final int IDLE = Scale.CAMPAIGN ? 1000 : 50;
    private static final int UPGRADES = Scale.CAMPAIGN ? 20 : 2;
    private static final Pattern UPGRADED = Pattern.compile("upgraded from \\S+ to \\S+ in \\d+ ms");
    private static final Pattern LINE = Pattern.compile("\\| (\\d+) says (\\d+)$");
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /** Answers as the built-in application does, and prints numbered lines without end, each in two parts. */
    private static final String COUNTING =
            """
            package user;
            public final class Counting implements io.baton.worker.spi.Application {
                private static final long PID = ProcessHandle.current().pid();
                static {
                    Thread thread = new Thread(() -> {
                        for (long i = 0; ; i++) {
                            System.err.print(PID + " says ");
                            System.err.flush();
                            java.util.concurrent.locks.LockSupport.parkNanos(500_000);
                            System.err.print(i + "\\n");
                            System.err.flush();
                        }
                    });
                    thread.setDaemon(true);
                    thread.start();
                }
                @Override public void initialize(io.netty.channel.Channel channel) {
                    channel.pipeline().addLast(new io.netty.handler.codec.http.HttpServerCodec());
                    channel.pipeline().addLast(new io.netty.handler.codec.http.HttpObjectAggregator(1024));
                    channel.pipeline().addLast(new io.netty.channel.ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(io.netty.channel.ChannelHandlerContext context, Object message) {
                            boolean closes = !io.netty.handler.codec.http.HttpUtil.isKeepAlive(
                                    (io.netty.handler.codec.http.HttpMessage) message);
                            io.netty.util.ReferenceCountUtil.release(message);
                            byte[] text = ("I am worker, pid: " + PID + ", ppid: 1\\n").getBytes();
                            var answer = new io.netty.handler.codec.http.DefaultFullHttpResponse(
                                    io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                                    io.netty.handler.codec.http.HttpResponseStatus.OK,
                                    io.netty.buffer.Unpooled.wrappedBuffer(text));
                            answer.headers().set("content-length", text.length);
                            var written = context.writeAndFlush(answer);
                            if (closes) {
                                written.addListener(io.netty.channel.ChannelFutureListener.CLOSE);
                            }
                        }
                    });
                }
            }
            """;

    @Test
    void upgradesUnderLoadLoseNoRequestNoConnectionNoWorkerAndNoLine(@TempDir Path directory) throws Exception {
        Path jar = ApplicationJar.of(directory, "Counting", COUNTING);
        Path home = directory.resolve("home");
        try (MasterProcess master = new MasterCommand().home(home).start(jar.toString())) {
            master.awaitReady(2);
            int port = master.port();
            List<Integer> workers = master.children();
            List<String> began = began(workers);
            Map<HttpClient, Integer> idle = new LinkedHashMap<>();
            for (int i = 0; i < IDLE; i++) {
                HttpClient client = new HttpClient(port);
                idle.put(client, HttpClient.pidIn(client.get("/").body()));
            }
            try (Load load = Load.start(port, 300)) {
                for (int i = 1; i <= UPGRADES; i++) {
                    if (i % 2 == 1) {
                        Proc.signal(master.pid(), Processes.SIGUSR2);
                        master.await(UPGRADED, i);
                    } else {
                        upgrade(home, 0);
                    }
                    load.awaitAnswers(100);
                }
                List<Load.Request> all = load.end();
                assertThat(all).extracting(Load.Request::end).containsOnly(Load.End.ANSWERED);
                tellWorst(all);
            }
            assertThat(master.children()).as("workers").isEqualTo(workers);
            assertThat(began(workers)).as("their starts").isEqualTo(began);
            for (Map.Entry<HttpClient, Integer> one : idle.entrySet()) {
                assertThat(HttpClient.pidIn(one.getKey().get("/").body())).isEqualTo(one.getValue());
                one.getKey().close();
            }
            for (int worker : workers) {
                requireNoLineLost(master, worker);
            }
        }
    }

    private static void tellWorst(List<Load.Request> all) {
        long worst = all.stream()
                .mapToLong(request -> request.took().toMillis())
                .max()
                .orElse(0);
        System.err.println(
                "UpgradeIT: " + UPGRADES + " upgrades, " + all.size() + " requests, the worst took " + worst + " ms");
    }

    @Test
    void aJarThatCannotTakeOverChangesNothingAndAWorkerThatDiesInTheGapIsReplaced(@TempDir Path directory)
            throws Exception {
        Path home = directory.resolve("home");
        Path half = directory.resolve("half.jar");
        byte[] whole = Files.readAllBytes(MasterCommand.packagedJar());
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            int port = master.port();
            List<Integer> workers = master.children();
            assertThat(upgrade(home, 1, half.toString())).contains("half.jar cannot take over");
            assertThat(upgrade(home, 1, directory.resolve("none.jar").toString()))
                    .contains("does not exist");
            assertThat(master.children()).isEqualTo(workers);
            assertThat(HttpClient.workerPid(port)).isIn(workers);

            int victim = workers.get(0);
            Proc.signal(master.pid(), Processes.SIGUSR2);
            awaitGap(master.pid());
            Proc.signal(victim, Processes.SIGKILL);
            master.await(UPGRADED);
            await().until(() -> HttpClient.workerPid(port) > 0
                    && !master.children().contains(victim)
                    && master.children().size() == 2);
            master.await(Pattern.compile("worker 1 \\(pid " + victim + "\\) died: SIGKILL"));

            // Workers of all images: the last one of this one, the other one of the first.
            upgrade(home, 0);
            List<Integer> last = master.children();
            assertThat(last).hasSize(2).contains(workers.get(1));
            last.forEach(Proc::stop);
            Proc.signal(master.pid(), Processes.SIGKILL);
            last.forEach(pid -> Proc.awaitGone(pid, AT_ONCE));
        }
    }

    @Tag("long")
    @Test
    void aMasterGoesFromOneJvmToAnotherAndBack(@TempDir Path directory) throws Exception {
        Path other = OtherJvm.require(UpgradeIT.class);
        Path home = directory.resolve("home");
        try (MasterProcess master = new MasterCommand().home(home).start("--spares", "1")) {
            master.awaitReady(2);
            int port = master.port();
            await().until(() -> master.children().size() == 3);
            List<Integer> workers = master.children();
            Path exe = Path.of("/proc", "" + master.pid(), "exe").toRealPath();
            MasterCommand.Outcome there = new MasterCommand()
                    .home(home)
                    .java(other.resolve("bin").resolve("java"))
                    .run("upgrade");
            assertThat(there.exitCode()).as(there.output()).isZero();
            assertThat(Path.of("/proc", "" + master.pid(), "exe").toRealPath()).startsWith(other.toRealPath());
            upgrade(home, 0);
            assertThat(Path.of("/proc", "" + master.pid(), "exe").toRealPath()).isEqualTo(exe);
            assertThat(master.children()).isEqualTo(workers);
            // It was told that it dies with its master again before it was sent the connection.
            int worker = HttpClient.workerPid(port);
            assertThat(worker).isIn(workers);
            Proc.stop(worker);
            Proc.signal(master.pid(), Processes.SIGKILL);
            await("a stopped worker dies with the third program of its master")
                    .until(() -> Proc.state(worker) == Proc.NONE || Proc.state(worker) == Proc.ZOMBIE);
        }
    }

    /** Upgrades by the command. Returns what it said. */
    private static String upgrade(Path home, int code, String... jar) throws Exception {
        List<String> words = new ArrayList<>(List.of("upgrade"));
        words.addAll(List.of(jar));
        MasterCommand.Outcome outcome = new MasterCommand().home(home).run(words.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(code);
        return outcome.output();
    }

    /** Waits until the next program runs, which has not given its process a name yet. Without a pause: it is a short time. */
    private static void awaitGap(int master) throws IOException {
        Path name = Path.of("/proc", "" + master, "comm");
        long endNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (Files.readString(name).startsWith("baton-master") && System.nanoTime() < endNanos) {
            Thread.onSpinWait();
        }
        assertThat(Files.readString(name)).as("name of the process").doesNotStartWith("baton-master");
    }

    private static List<String> began(List<Integer> pids) {
        return pids.stream()
                .map(pid -> ProcessHandle.of(pid)
                        .orElseThrow()
                        .info()
                        .startInstant()
                        .toString())
                .toList();
    }

    private static void requireNoLineLost(MasterProcess master, int worker) {
        long next = 0;
        for (String line : master.output()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find() && Integer.parseInt(matcher.group(1)) == worker) {
                assertThat(Long.parseLong(matcher.group(2)))
                        .as("line of %s", worker)
                        .isEqualTo(next);
                next++;
            }
        }
        assertThat(next).isGreaterThan(100);
    }
}
