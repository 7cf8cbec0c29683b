package io.baton.worker.redis;

import static io.baton.worker.redis.SharedContract.answer;
import static io.baton.worker.redis.SharedContract.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis is away, wrong or mute: each call ends with a clear error within its timeout, and the loop goes on. */
@Timeout(120)
final class RedisFailureIT {

    private static final String TIMEOUT = "?timeout=300ms";
    private static final String PATIENT = "?timeout=20s";
    private static final String WITHIN = "300 ms";

    private final Loops loops = new Loops();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void endWorkers() {
        loops.close();
    }

    @Test
    void noRedisIsAClearErrorAtOnce() throws Exception {
        String address = "redis://127.0.0.1:" + RedisServer.freePort();
        Shared shared = loops.worker(address, "shop");
        assertThat(failure(shared.get("cart"))).isEqualTo("get cart: " + address + ": Connection refused");
        assertThat(failure(shared.subscribe("news", message -> {})))
                .isEqualTo("subscribe news: " + address + ": Connection refused");
        assertThat(failure(loops.worker("redis://no-such-host.invalid", "shop").get("cart")))
                .startsWith("get cart: redis://no-such-host.invalid:6379: unknown host: no-such-host.invalid");
    }

    @Test
    void aKilledRedisIsAClearErrorUntilItIsBack() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(directory)) {
            Shared shared = loops.worker(server.address() + PATIENT, "shop");
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            answer(shared.subscribe("news", message -> heard.add(new String(message, UTF_8))));
            answer(shared.put("cart", bytes("apple")));
            Load load = new Load(shared);
            await().atMost(20, TimeUnit.SECONDS).until(() -> load.done.get() > 500);
            server.kill();
            await().atMost(20, TimeUnit.SECONDS).until(() -> load.failures.size() > 50);
            assertThat(load.failures).allSatisfy(message -> assertThat(message)
                    .startsWith("increment hits: " + server.address() + ": ")
                    .containsAnyOf("closed", "Connection refused", "Connection reset", "Broken pipe", "disconnected"));
            // All calls that the old server had are over: those of the load are made one after another.
            int before = load.done.get();
            server.start();
            await().atMost(20, TimeUnit.SECONDS).until(() -> load.done.get() > before + 500);
            load.stop();
            // Redis kept nothing. So it has counted each call since then once, if none was sent a second time.
            assertThat(Long.parseLong(new String(answer(shared.get("hits")), UTF_8)))
                    .isEqualTo(load.done.get() - before);
            assertThat(answer(shared.get("cart"))).isNull();
            assertThat(answer(shared.compareAndSet("cart", null, bytes("pear"))))
                    .isTrue();
            await().atMost(20, TimeUnit.SECONDS).until(() -> answer(shared.publish("news", bytes("back"))) == 1);
            await().atMost(20, TimeUnit.SECONDS).until(() -> heard.contains("back"));
        }
    }

    @Test
    void aRedisThatIsStoppedIsAClearErrorUntilItGoesOn() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(directory)) {
            Shared shared = loops.worker(server.address() + TIMEOUT, "shop");
            await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(shared.put("cart", bytes("apple"))));
            signal("-STOP", server.pid());
            try {
                assertThat(failure(shared.get("cart")))
                        .isEqualTo("get cart: " + server.address() + ": no answer within " + WITHIN);
                assertThat(failure(shared.remove("cart")))
                        .startsWith("remove cart: " + server.address() + ": no connection within " + WITHIN);
            } finally {
                signal("-CONT", server.pid());
            }
            await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(shared.get("cart")));
        }
    }

    @Test
    void aServerThatNeverAnswersIsAClearErrorWithinTheTimeout() throws Exception {
        try (FakeRedis mute =
                new FakeRedis(client -> client.getInputStream().transferTo(OutputStream.nullOutputStream()))) {
            Shared shared = loops.worker(mute.address() + TIMEOUT, "shop");
            long start = System.nanoTime();
            List<CompletionStage<Long>> calls = Stream.generate(() -> shared.increment("hits", 1))
                    .limit(100)
                    .toList();
            for (CompletionStage<Long> call : calls) {
                assertThat(failure(call))
                        .isEqualTo("increment hits: " + mute.address() + ": no connection within " + WITHIN);
            }
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(failure(shared.get("cart"))).contains(WITHIN);
        }
        assertLoopLives();
    }

    @Test
    void aServerThatStopsAnsweringIsAClearErrorWithinTheTimeout() throws Exception {
        AtomicBoolean mute = new AtomicBoolean();
        try (FakeRedis fake = FakeRedis.greeting(command -> mute.get() ? "" : ":7\r\n")) {
            Shared shared = loops.worker(fake.address() + TIMEOUT, "shop");
            await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(shared.increment("hits", 1)));
            int connections = fake.connections();
            mute.set(true);
            CompletionStage<Long> first = shared.increment("hits", 1);
            CompletionStage<Long> second = shared.increment("hits", 1);
            String expected = fake.address() + ": no answer within " + WITHIN + " (it may have been carried out)";
            assertThat(failure(first)).isEqualTo("increment hits: " + expected);
            assertThat(failure(second)).isEqualTo("increment hits: " + expected);
            mute.set(false);
            await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(shared.increment("hits", 1)));
            assertThat(fake.connections()).isGreaterThan(connections);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "\0\1\2\3\4\5\6\7",
                "$x\r\n",
                ":not a number\r\n",
                "*-2\r\n",
                "%1\r\n+server\r\n+else\r\n",
                "$2000000000\r\nshort",
                "+OK\r\n+OK\r\n+OK\r\n+OK\r\n",
                "_\r\n",
                "-\r\n",
                "%0\r\n",
                ">1\r\n+x\r\n",
            })
    void aServerThatTalksRubbishIsAClearErrorWithinTheTimeout(String rubbish) throws Exception {
        try (FakeRedis fake = new FakeRedis(client -> FakeRedis.converse(client, command -> rubbish))) {
            assertFails(loops.worker(fake.address() + TIMEOUT, "shop"), fake);
        }
        try (FakeRedis fake = new FakeRedis(client -> {
            client.getOutputStream().write(rubbish.getBytes(ISO_8859_1));
            client.close();
        })) {
            assertFails(loops.worker(fake.address() + TIMEOUT, "shop"), fake);
        }
        AtomicBoolean wrong = new AtomicBoolean(true);
        try (FakeRedis fake = FakeRedis.greeting(command -> wrong.get() ? rubbish : ":7\r\n")) {
            Shared shared = loops.worker(fake.address() + TIMEOUT, "shop");
            for (int i = 0; i < 3; i++) {
                assertEnds(shared.increment("hits", 1), fake);
            }
            wrong.set(false);
            await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(shared.increment("hits", 1)));
            assertThat(answer(shared.increment("hits", 1))).isEqualTo(7);
        }
        assertLoopLives();
    }

    @Test
    void aFloodOfRubbishDoesNotFillTheMemory() throws Exception {
        byte[] flood = new byte[64 * 1024];
        AtomicInteger sent = new AtomicInteger();
        try (FakeRedis fake = FakeRedis.greeting(command -> "$2000000000\r\n" + "x".repeat(1 << 20));
                FakeRedis loud = new FakeRedis(client -> {
                    while (sent.incrementAndGet() < 100_000) {
                        client.getOutputStream().write(flood);
                    }
                })) {
            assertFails(loops.worker(fake.address() + TIMEOUT, "shop"), fake);
            assertFails(loops.worker(loud.address() + TIMEOUT, "shop"), loud);
        }
        assertThat(sent.get()).isLessThan(100_000);
        assertLoopLives();
    }

    @Test
    void callsThatWaitAreBounded() throws Exception {
        try (FakeRedis fake = FakeRedis.greeting(command -> "")) {
            Shared shared = loops.worker(fake.address() + "?timeout=2s", "shop");
            byte[] value = new byte[64 * 1024];
            AtomicInteger over = new AtomicInteger();
            CompletableFuture<String> refused = new CompletableFuture<>();
            for (int i = 0; i < 1000; i++) {
                shared.put("key", value).whenComplete((done, failure) -> {
                    over.incrementAndGet();
                    refused.complete(failure.getMessage());
                });
            }
            assertThat(answer(refused)).contains("calls with", "wait for an answer (expected: at most 10000");
            await().atMost(20, TimeUnit.SECONDS).until(() -> over.get() == 1000);
            assertThat(fake.connections()).isEqualTo(1);
        }
    }

    @Test
    void theExpectedValuesOfCallsThatWaitAreBoundedToo() throws Exception {
        try (FakeRedis fake = FakeRedis.greeting(command -> "")) {
            Shared shared = loops.worker(fake.address() + "?timeout=2s", "shop");
            byte[] value = new byte[64 * 1024];
            List<CompletionStage<Boolean>> calls = Stream.generate(() -> shared.compareAndSet("key", value, null))
                    .limit(200)
                    .toList();
            assertThat(failure(calls.get(199))).contains("calls with", "wait for an answer (expected: at most 10000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica.",
                "ERR Error running script (call to f_1): @user_script:2: @user_script: 2: -READONLY You can't write",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            })
    void aPrimaryThatHasBecomeAReplicaIsLeft(String refusal) throws Exception {
        CompletableFuture<FakeRedis> itself = new CompletableFuture<>();
        try (FakeRedis fake =
                FakeRedis.greeting(command -> itself.join().connections() == 1 ? "-" + refusal + "\r\n" : ":7\r\n")) {
            itself.complete(fake);
            Shared shared = loops.worker(fake.address() + PATIENT, "shop");
            assertThat(failure(shared.increment("hits", 1)))
                    .isEqualTo("increment hits: " + fake.address() + ": Redis says: " + refusal);
            await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(shared.increment("hits", 1)));
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    @Test
    void aPrimaryThatIsOneAgainIsFound() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(directory)) {
            Shared shared = loops.worker(server.address() + PATIENT, "shop");
            answer(shared.put("cart", bytes("apple")));
            for (Supplier<CompletionStage<?>> call : List.<Supplier<CompletionStage<?>>>of(
                    () -> shared.remove("cart"),
                    () -> shared.increment("hits", 1, Duration.ofMinutes(1)),
                    () -> shared.compareAndSet("cart", null, bytes("pear")))) {
                int before = connections(server);
                command(server, "replicaof", "127.0.0.1", String.valueOf(RedisServer.freePort()));
                assertThat(failure(call.get())).contains(": Redis says: ", "READONLY");
                command(server, "replicaof", "no", "one");
                await().atMost(20, TimeUnit.SECONDS).until(() -> succeeds(call.get()));
                // Both commands and the question made a connection each, and the worker another one.
                assertThat(connections(server)).isEqualTo(before + 4);
            }
        }
    }

    /** How many a server has had, with the one that asks. */
    private static int connections(RedisServer server) throws Exception {
        Matcher count = Pattern.compile("total_connections_received:(\\d+)").matcher(command(server, "info", "stats"));
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    @Test
    void aHostNameServesCallsAndSubscriptionsThatBeginTogether() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(directory)) {
            Shared shared = loops.worker("redis://localhost:" + server.port() + PATIENT, "shop");
            CompletionStage<Shared.Subscription> subscription = shared.subscribe("news", message -> {});
            CompletionStage<Void> put = shared.put("cart", bytes("apple"));
            answer(subscription);
            answer(put);
        }
    }

    @Test
    void aWrongPasswordIsAClearErrorWithoutThePassword() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(
                directory, "--requirepass", "right", "--user", "ann", "on", ">hers", "~*", "&*", "+@all")) {
            String place = "127.0.0.1:" + server.port();
            String shown = "redis://" + place;
            assertThat(failure(loops.worker("redis://:wrong@" + place, "shop").get("cart")))
                    .startsWith("get cart: " + shown + ": WRONGPASS")
                    .doesNotContain("wrong@", "right");
            assertThat(failure(
                            loops.worker("redis://ann:wrong@" + place, "shop").get("cart")))
                    .startsWith("get cart: " + shown + ": WRONGPASS");
            assertThat(failure(loops.worker(shown, "shop").get("cart"))).startsWith("get cart: " + shown + ": NOAUTH");
            assertThat(failure(loops.worker(shown, "shop").subscribe("news", message -> {})))
                    .startsWith("subscribe news: " + shown + ": NOAUTH");
            answer(loops.worker("redis://:right@" + place, "shop").put("cart", bytes("apple")));
            Shared shared = loops.worker("redis://ann:hers@" + place + "/3", "shop");
            assertThat(answer(shared.get("cart"))).isNull();
            answer(shared.subscribe("news", message -> {}));
            assertThat(answer(shared.publish("news", bytes("rain")))).isEqualTo(1);
        }
    }

    @Test
    void aRedisWithoutMemoryOrRightsSaysSo() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(
                directory,
                "--maxmemory",
                "1",
                "--maxmemory-policy",
                "noeviction",
                "--user",
                "bob",
                "on",
                ">his",
                "~baton:shop:*",
                "-@all",
                "+get",
                "+hello")) {
            String shown = server.address();
            assertThat(failure(loops.worker(shown, "shop").put("cart", bytes("apple"))))
                    .startsWith("put cart: " + shown + ": Redis says: OOM");
            Shared bob = loops.worker("redis://bob:his@127.0.0.1:" + server.port(), "shop");
            assertThat(answer(bob.get("cart"))).isNull();
            assertThat(failure(bob.remove("cart"))).startsWith("remove cart: " + shown + ": Redis says: NOPERM");
            assertThat(failure(bob.compareAndSet("cart", null, bytes("apple"))))
                    .startsWith("compareAndSet cart: " + shown + ": Redis says: NOPERM");
        }
    }

    @Test
    void aRedisThatForgetsScriptsCarriesThemOut() throws Exception {
        assumeRedis();
        try (RedisServer server = new RedisServer(directory)) {
            Shared shared = loops.worker(server.address(), "shop");
            for (int i = 1; i <= 3; i++) {
                assertThat(answer(shared.increment("hits", 1, Duration.ofMinutes(1))))
                        .isEqualTo(i);
                assertThat(answer(shared.compareAndSet("cart", i == 1 ? null : bytes("" + (i - 1)), bytes("" + i))))
                        .isTrue();
                command(server, "script", "flush");
            }
        }
    }

    /** Says something with {@code redis-cli}, and gives the answer. */
    private static String command(RedisServer server, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", String.valueOf(server.port())));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).start();
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return answer;
    }

    private static void assumeRedis() {
        String missing = RedisServer.missing();
        assumeTrue(missing.isEmpty(), missing);
    }

    private void assertFails(Shared shared, FakeRedis fake) throws Exception {
        assertThat(failure(shared.increment("hits", 1))).startsWith("increment hits: " + fake.address() + ": ");
        assertThat(failure(shared.subscribe("news", message -> {})))
                .startsWith("subscribe news: " + fake.address() + ": ");
    }

    /** What is no RESP fails. What is RESP by chance may be taken for an answer. */
    private static void assertEnds(CompletionStage<Long> call, FakeRedis fake) throws Exception {
        try {
            answer(call);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(SharedException.class);
            assertThat(Objects.requireNonNull(e.getCause()).getMessage())
                    .startsWith("increment hits: " + fake.address() + ": ");
        }
    }

    private void assertLoopLives() throws Exception {
        assertThat(answer(CompletableFuture.supplyAsync(() -> "lives", loops.last())))
                .isEqualTo("lives");
    }

    private static boolean succeeds(CompletionStage<?> call) throws Exception {
        try {
            answer(call);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    private static String failure(CompletionStage<?> call) throws Exception {
        try {
            throw new AssertionError("succeeded: " + answer(call));
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(SharedException.class);
            return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
        }
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Some calls at a time, one after another, whether they fail or not. */
    @SuppressWarnings("FutureReturnValueIgnored") // its task cannot fail
    private static final class Load {

        private static final int AT_A_TIME = 20;

        final AtomicInteger done = new AtomicInteger();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final Shared shared;
        private final CountDownLatch ended = new CountDownLatch(AT_A_TIME);
        private volatile boolean stopped;

        Load(Shared shared) {
            this.shared = shared;
            for (int i = 0; i < AT_A_TIME; i++) {
                next();
            }
        }

        private void next() {
            // Not from within the answer: calls that fail at once would go ever deeper.
            CompletableFuture.runAsync(() -> {
                if (stopped) {
                    ended.countDown();
                    return;
                }
                shared.increment("hits", 1).whenComplete((sum, failure) -> {
                    if (failure == null) {
                        done.incrementAndGet();
                    } else if (failures.size() < 10_000) {
                        failures.add(String.valueOf(failure.getMessage()));
                    }
                    next();
                });
            });
        }

        void stop() throws InterruptedException {
            stopped = true;
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
