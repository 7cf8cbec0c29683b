package io.baton.worker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link Shared} promises, whatever keeps the state. Each test has an application of its own. */
@Timeout(60)
public abstract class SharedContract {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int RACES = 500;

    /** The state of the test's application, as one more worker sees it. */
    protected abstract Shared worker() throws Exception;

    /** The state of another application. */
    protected abstract Shared stranger() throws Exception;

    /** The event loop of the worker that {@link #worker} made last. */
    protected abstract EventLoop loop();

    @Test
    void whatOneWorkerPutsAnotherGets() throws Exception {
        Shared one = worker();
        Shared other = worker();
        assertThat(answer(other.get("cart"))).isNull();
        answer(one.put("cart", bytes("apple")));
        assertThat(text(other, "cart")).isEqualTo("apple");
        answer(other.put("cart", bytes("pear")));
        assertThat(text(one, "cart")).isEqualTo("pear");
    }

    @Test
    void anotherApplicationHasOtherKeysAndTopics() throws Exception {
        Shared shared = worker();
        Shared stranger = stranger();
        answer(shared.put("cart", bytes("apple")));
        assertThat(answer(stranger.get("cart"))).isNull();
        answer(stranger.subscribe("news", message -> {}));
        assertThat(answer(shared.publish("news", bytes("none hears")))).isZero();
    }

    @Test
    void anyBytesAreAValueAndAnyCharactersAKey() throws Exception {
        Shared shared = worker();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String key = "\r\n*3 {}:ä€\uD83D\uDE00\0";
        answer(shared.put(key, all));
        assertThat(answer(shared.get(key))).isEqualTo(all);
        answer(shared.put(key, new byte[0]));
        assertThat(answer(shared.get(key))).isEmpty();
        assertThat(answer(shared.compareAndSet(key, new byte[0], all))).isTrue();
        assertThat(answer(shared.compareAndSet(key, all, new byte[0]))).isTrue();
        assertThat(answer(shared.compareAndSet(key, null, all))).isFalse();
    }

    @Test
    void aValueIsCopiedBeforePutReturns() throws Exception {
        Shared shared = worker();
        byte[] value = bytes("before");
        CompletionStage<Void> put = shared.put("key", value);
        value[0] = 'X';
        answer(put);
        assertThat(text(shared, "key")).isEqualTo("before");
    }

    @Test
    void aValueThatWasPutForATimeEnds() throws Exception {
        Shared shared = worker();
        answer(shared.put("session", bytes("ann"), LONG));
        assertThat(text(shared, "session")).isEqualTo("ann");
        answer(shared.put("session", bytes("bob"), SHORT));
        awaitEnd(shared, "session");
    }

    @Test
    void aValueThatIsPutForGoodStays() throws Exception {
        Shared shared = worker();
        answer(shared.put("key", bytes("old"), SHORT));
        answer(shared.put("key", bytes("new")));
        awaitMoreThanShort(shared);
        assertThat(text(shared, "key")).isEqualTo("new");
    }

    @Test
    void removeTellsWhetherTheKeyWasThere() throws Exception {
        Shared shared = worker();
        answer(shared.put("key", bytes("value")));
        assertThat(answer(shared.remove("key"))).isTrue();
        assertThat(answer(shared.get("key"))).isNull();
        assertThat(answer(shared.remove("key"))).isFalse();
    }

    @Test
    void incrementCountsFromNothingUpAndDown() throws Exception {
        Shared shared = worker();
        assertThat(answer(shared.increment("hits", 1))).isEqualTo(1);
        assertThat(answer(shared.increment("hits", 41))).isEqualTo(42);
        assertThat(answer(shared.increment("hits", -50))).isEqualTo(-8);
        assertThat(answer(shared.increment("hits", 0))).isEqualTo(-8);
        assertThat(text(shared, "hits")).isEqualTo("-8");
        answer(shared.put("hits", bytes("100")));
        assertThat(answer(shared.increment("hits", 1, LONG))).isEqualTo(101);
    }

    @Test
    void incrementHas64Bits() throws Exception {
        Shared shared = worker();
        for (String key : List.of("for good", "for a time")) {
            long most = Long.MAX_VALUE;
            assertThat(answer(increment(shared, key, most))).isEqualTo(most);
            assertRefused(() -> answer(increment(shared, key, 1)), "increment " + key, "64-bit");
            assertThat(text(shared, key)).isEqualTo(String.valueOf(most));
            assertThat(answer(increment(shared, key, -most))).isZero();
            assertThat(answer(increment(shared, key, Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
            assertRefused(() -> answer(increment(shared, key, -1)), "increment " + key, "64-bit");
        }
    }

    @Test
    void whatIsNoNumberIsNotIncremented() throws Exception {
        Shared shared = worker();
        for (String value : List.of("", "apple", "1.5", " 1", "1 ", "9223372036854775808", "0x10", "+1", "007", "-0")) {
            answer(shared.put("key", bytes(value)));
            assertRefused(() -> answer(shared.increment("key", 1)), "increment key", "64-bit number");
            assertRefused(() -> answer(shared.increment("key", 1, LONG)), "increment key", "64-bit number");
            assertThat(text(shared, "key")).isEqualTo(value);
        }
    }

    @Test
    void aWindowEndsThoughItIsCountedIn() throws Exception {
        Shared shared = worker();
        answer(shared.increment("window", 1, Duration.ofMillis(300)));
        // Each call has the life of a key that it makes. None of them may make this one longer.
        await().atMost(10, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> answer(shared.increment("window", 1, Duration.ofMillis(300))) == 1);
    }

    @Test
    void incrementDoesNotChangeHowLongAKeyLives() throws Exception {
        Shared shared = worker();
        answer(shared.put("mortal", bytes("1"), SHORT));
        answer(shared.increment("mortal", 1));
        answer(shared.put("mortal too", bytes("1"), SHORT));
        answer(shared.increment("mortal too", 1, LONG));
        answer(shared.increment("for good", 1));
        answer(shared.increment("for good", 1, SHORT));
        awaitEnd(shared, "mortal");
        awaitEnd(shared, "mortal too");
        awaitMoreThanShort(shared);
        assertThat(text(shared, "for good")).isEqualTo("2");
    }

    @Test
    void expireEndsAKeyAndTellsWhetherThereIsOne() throws Exception {
        Shared shared = worker();
        assertThat(answer(shared.expire("key", LONG))).isFalse();
        answer(shared.put("key", bytes("value")));
        assertThat(answer(shared.expire("key", LONG))).isTrue();
        assertThat(text(shared, "key")).isEqualTo("value");
        assertThat(answer(shared.expire("key", SHORT))).isTrue();
        awaitEnd(shared, "key");
        answer(shared.put("key", bytes("value"), SHORT));
        assertThat(answer(shared.expire("key", LONG))).isTrue();
        awaitMoreThanShort(shared);
        assertThat(text(shared, "key")).isEqualTo("value");
    }

    @Test
    void compareAndSetSetsOnlyWhatIsExpected() throws Exception {
        Shared shared = worker();
        assertThat(answer(shared.compareAndSet("key", bytes("a"), bytes("b")))).isFalse();
        assertThat(answer(shared.get("key"))).isNull();
        assertThat(answer(shared.compareAndSet("key", null, bytes("a")))).isTrue();
        assertThat(answer(shared.compareAndSet("key", null, bytes("b")))).isFalse();
        assertThat(answer(shared.compareAndSet("key", bytes("x"), bytes("b")))).isFalse();
        assertThat(text(shared, "key")).isEqualTo("a");
        assertThat(answer(shared.compareAndSet("key", bytes("a"), bytes("b")))).isTrue();
        assertThat(text(shared, "key")).isEqualTo("b");
        assertThat(answer(shared.compareAndSet("key", bytes("a"), null))).isFalse();
        assertThat(answer(shared.compareAndSet("key", bytes("b"), null))).isTrue();
        assertThat(answer(shared.get("key"))).isNull();
        assertThat(answer(shared.compareAndSet("key", null, null))).isTrue();
        assertThat(answer(shared.compareAndSet("key", bytes("b"), null))).isFalse();
    }

    @Test
    void compareAndSetKeepsOrSetsHowLongAKeyLives() throws Exception {
        Shared shared = worker();
        answer(shared.put("mortal", bytes("a"), SHORT));
        assertThat(answer(shared.compareAndSet("mortal", bytes("a"), bytes("b"))))
                .isTrue();
        assertThat(answer(shared.compareAndSet("new", null, bytes("a"), SHORT))).isTrue();
        answer(shared.put("old", bytes("a")));
        assertThat(answer(shared.compareAndSet("old", bytes("a"), bytes("b"), SHORT)))
                .isTrue();
        answer(shared.put("stays", bytes("a")));
        assertThat(answer(shared.compareAndSet("stays", bytes("x"), bytes("b"), SHORT)))
                .isFalse();
        answer(shared.put("longer", bytes("a"), SHORT));
        assertThat(answer(shared.compareAndSet("longer", bytes("a"), bytes("b"), LONG)))
                .isTrue();
        assertThat(answer(shared.compareAndSet("for good", null, bytes("a")))).isTrue();
        awaitEnd(shared, "mortal");
        awaitEnd(shared, "new");
        awaitEnd(shared, "old");
        awaitMoreThanShort(shared);
        assertThat(text(shared, "stays")).isEqualTo("a");
        assertThat(text(shared, "longer")).isEqualTo("b");
        assertThat(text(shared, "for good")).isEqualTo("a");
    }

    @Test
    void workersThatRaceLoseNoStep() throws Exception {
        Shared one = worker();
        Shared other = worker();
        answer(one.put("sum", bytes("0")));
        CompletableFuture<?> first = CompletableFuture.runAsync(() -> countByComparing(one));
        CompletableFuture<?> second = CompletableFuture.runAsync(() -> countByComparing(other));
        answer(first);
        answer(second);
        assertThat(text(one, "sum")).isEqualTo(String.valueOf(2 * RACES));
    }

    private static void countByComparing(Shared shared) {
        for (int done = 0; done < RACES; ) {
            byte[] found = quietly(shared.get("sum"));
            byte[] next = bytes(String.valueOf(Integer.parseInt(new String(found, UTF_8)) + 1));
            if (quietly(shared.compareAndSet("sum", found, next))) {
                done++;
            }
        }
    }

    @Test
    void callsOfAWorkerAreCarriedOutInTheirOrder() throws Exception {
        Shared shared = worker();
        List<CompletionStage<Boolean>> steps = new ArrayList<>();
        shared.put("step", bytes("0"));
        for (int i = 0; i < RACES; i++) {
            steps.add(shared.compareAndSet("step", bytes(String.valueOf(i)), bytes(String.valueOf(i + 1))));
            if (i % 2 == 0) {
                shared.increment("step", 1, LONG);
                shared.put("step", bytes(String.valueOf(i + 1)));
            }
        }
        for (CompletionStage<Boolean> step : steps) {
            assertThat(answer(step)).isTrue();
        }
        assertThat(text(shared, "step")).isEqualTo(String.valueOf(RACES));
    }

    @Test
    void allSubscribersHearAMessageTheSpeakerToo() throws Exception {
        Shared one = worker();
        Shared other = worker();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        assertThat(answer(one.publish("news", bytes("too early")))).isZero();
        answer(one.subscribe("news", message -> heard.add("one " + new String(message, UTF_8))));
        answer(one.subscribe("news", message -> heard.add("one again " + new String(message, UTF_8))));
        answer(other.subscribe("news", message -> heard.add("other " + new String(message, UTF_8))));
        answer(other.subscribe("weather", message -> heard.add("weather " + new String(message, UTF_8))));
        assertThat(answer(one.publish("news", bytes("rain")))).isEqualTo(2);
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == 3);
        assertThat(heard).containsExactlyInAnyOrder("one rain", "one again rain", "other rain");
    }

    @Test
    void aListenerOwnsItsArray() throws Exception {
        Shared shared = worker();
        Queue<byte[]> heard = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 2; i++) {
            answer(shared.subscribe("news", message -> {
                heard.add(message.clone());
                message[0] = 'X';
            }));
        }
        answer(shared.publish("news", bytes("rain")));
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == 2);
        assertThat(heard).allSatisfy(message -> assertThat(message).isEqualTo(bytes("rain")));
    }

    @Test
    void messagesComeInTheirOrder() throws Exception {
        Shared shared = worker();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        answer(shared.subscribe("news", message -> heard.add(new String(message, UTF_8))));
        List<String> said = new ArrayList<>();
        for (int i = 0; i < RACES; i++) {
            said.add(String.valueOf(i));
            shared.publish("news", bytes(String.valueOf(i)));
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == RACES);
        assertThat(heard).containsExactlyElementsOf(said);
    }

    @Test
    void aClosedSubscriptionHearsNothingAndOthersDo() throws Exception {
        Shared shared = worker();
        Shared other = worker();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        Shared.Subscription closed = answer(shared.subscribe("news", message -> heard.add("closed")));
        answer(shared.subscribe("news", message -> heard.add("open")));
        closed.close();
        closed.close();
        assertThat(answer(other.publish("news", bytes("rain")))).isEqualTo(1);
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.contains("open"));
        assertThat(heard).containsExactly("open");
    }

    @Test
    void aWorkerThatClosedItsLastSubscriptionIsNoSubscriber() throws Exception {
        Shared shared = worker();
        Shared.Subscription subscription = answer(shared.subscribe("news", message -> {}));
        assertThat(answer(shared.publish("news", bytes("rain")))).isEqualTo(1);
        subscription.close();
        await().atMost(10, TimeUnit.SECONDS).until(() -> answer(shared.publish("news", bytes("rain"))) == 0);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        answer(shared.subscribe("news", message -> heard.add("again")));
        assertThat(answer(shared.publish("news", bytes("sun")))).isEqualTo(1);
        await().atMost(10, TimeUnit.SECONDS).until(() -> !heard.isEmpty());
    }

    @Test
    void anExceptionOfAListenerGoesToTheHandlerAndHarmsNoOther() throws Exception {
        Shared shared = worker();
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop().execute(() -> thread.complete(Thread.currentThread()));
        answer(thread).setUncaughtExceptionHandler((where, failure) -> uncaught.set(failure));
        AtomicInteger heard = new AtomicInteger();
        answer(shared.subscribe("news", message -> {
            throw new IllegalStateException("a bug");
        }));
        answer(shared.subscribe("news", message -> heard.incrementAndGet()));
        answer(shared.publish("news", bytes("rain")));
        answer(shared.publish("news", bytes("sun")));
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.get() == 2);
        assertThat(uncaught.get()).hasMessage("a bug");
    }

    @Test
    void aKeyHas1024BytesAtMost() throws Exception {
        Shared shared = worker();
        for (String key : List.of("k", "k".repeat(1024), "é".repeat(512), "\uD83D\uDE00".repeat(256))) {
            answer(shared.put(key, bytes("value")));
            assertThat(text(shared, key)).isEqualTo("value");
            answer(shared.subscribe(key, message -> {}));
            assertThat(answer(shared.publish(key, bytes("message")))).isEqualTo(1);
        }
        for (String key : List.of("", "k".repeat(1025), "é".repeat(513), "k".repeat(1 << 20))) {
            String expected = "expected: 1 to 1024";
            byte[] value = bytes("1");
            assertRefused(() -> answer(shared.get(key)), "get", expected);
            assertRefused(() -> answer(shared.put(key, value)), "put", expected);
            assertRefused(() -> answer(shared.put(key, value, LONG)), "put", expected);
            assertRefused(() -> answer(shared.remove(key)), "remove", expected);
            assertRefused(() -> answer(shared.increment(key, 1)), "increment", expected);
            assertRefused(() -> answer(shared.increment(key, 1, LONG)), "increment", expected);
            assertRefused(() -> answer(shared.expire(key, LONG)), "expire", expected);
            assertRefused(() -> answer(shared.compareAndSet(key, null, value)), "compareAndSet", expected);
            assertRefused(() -> answer(shared.compareAndSet(key, null, value, LONG)), "compareAndSet", expected);
            assertRefused(() -> answer(shared.publish(key, value)), "publish", expected);
            assertRefused(() -> answer(shared.subscribe(key, message -> {})), "subscribe", expected);
        }
    }

    @Test
    void aValueHas64KibibytesAtMost() throws Exception {
        Shared shared = worker();
        byte[] most = new byte[64 * 1024];
        most[most.length - 1] = 1;
        byte[] more = new byte[64 * 1024 + 1];
        String expected = "expected: at most 65536";
        Queue<byte[]> heard = new ConcurrentLinkedQueue<>();
        answer(shared.put("key", most));
        assertThat(answer(shared.get("key"))).isEqualTo(most);
        assertThat(answer(shared.compareAndSet("key", most, most))).isTrue();
        answer(shared.subscribe("news", heard::add));
        answer(shared.publish("news", most));
        await().atMost(10, TimeUnit.SECONDS).until(() -> !heard.isEmpty());
        assertThat(heard.element()).isEqualTo(most);
        assertRefused(() -> answer(shared.put("key", more)), "put key", expected);
        assertRefused(() -> answer(shared.put("key", more, LONG)), "put key", expected);
        assertRefused(() -> answer(shared.compareAndSet("key", most, more)), "compareAndSet key", expected);
        assertRefused(() -> answer(shared.compareAndSet("key", more, most)), "compareAndSet key", expected);
        assertRefused(() -> answer(shared.publish("news", more)), "publish news", expected);
        assertThat(answer(shared.get("key"))).isEqualTo(most);
    }

    @Test
    void aLifeIsAMillisecondAtLeastAndAsLongAsOneWants() throws Exception {
        Shared shared = worker();
        byte[] value = bytes("1");
        answer(shared.put("key", value));
        for (Duration life : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999_999))) {
            String expected = "expected: at least 1 ms";
            assertRefused(() -> answer(shared.put("key", value, life)), "put key", expected);
            assertRefused(() -> answer(shared.increment("key", 1, life)), "increment key", expected);
            assertRefused(() -> answer(shared.expire("key", life)), "expire key", expected);
            assertRefused(() -> answer(shared.compareAndSet("key", value, value, life)), "compareAndSet key", expected);
        }
        for (Duration life : List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofDays(1_000_000))) {
            answer(shared.put("key", value, life));
            assertThat(answer(shared.compareAndSet("key", value, value, life))).isTrue();
            assertThat(answer(shared.expire("key", life))).isTrue();
            assertThat(text(shared, "key")).isEqualTo("1");
        }
        answer(shared.put("short", value, Duration.ofMillis(1)));
        awaitEnd(shared, "short");
    }

    @Test
    void stagesCompleteAndListenersAreCalledOnTheEventLoop() throws Exception {
        Shared shared = worker();
        EventLoop loop = loop();
        AtomicReference<Thread> heardBy = new AtomicReference<>();
        answer(shared.subscribe("news", message -> heardBy.set(Thread.currentThread())));
        CompletableFuture<Thread> loopThread = new CompletableFuture<>();
        loop.execute(() -> loopThread.complete(Thread.currentThread()));
        // Made on the loop, so that the action is there before the answer is.
        CompletableFuture<List<Thread>> threads = new CompletableFuture<>();
        loop.execute(() -> {
            List<Thread> completing = new ArrayList<>();
            shared.put("key", bytes("value")).thenRun(() -> completing.add(Thread.currentThread()));
            shared.publish("news", bytes("rain")).thenRun(() -> completing.add(Thread.currentThread()));
            shared.get("key").thenRun(() -> {
                completing.add(Thread.currentThread());
                threads.complete(completing);
            });
        });
        assertThat(answer(threads)).hasSize(3).containsOnly(answer(loopThread));
        await().atMost(10, TimeUnit.SECONDS).until(() -> heardBy.get() != null);
        assertThat(heardBy.get()).isSameAs(answer(loopThread));
    }

    @Test
    void aStageThatFailsGivesItsActionTheSharedException() throws Exception {
        Shared shared = worker();
        answer(shared.put("key", bytes("apple")));
        assertThat(List.of(
                        seen(shared.increment("key", 1)),
                        seen(shared.increment("key", 1, LONG)),
                        seen(shared.get("")),
                        seen(shared.put("key", bytes("pear"), Duration.ZERO)),
                        seen(shared.subscribe("", message -> {}))))
                .hasOnlyElementsOfType(SharedException.class);
    }

    @Test
    void aWorkerThatHasEndedFailsItsCalls() throws Exception {
        Shared shared = worker();
        Shared.Subscription subscription = answer(shared.subscribe("news", message -> {}));
        loop().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        subscription.close();
        String expected = "the worker has ended";
        assertRefused(() -> answer(shared.get("key")), "get key", expected);
        assertRefused(() -> answer(shared.put("key", bytes("value"))), "put key", expected);
        assertRefused(() -> answer(shared.publish("news", bytes("rain"))), "publish news", expected);
        assertRefused(() -> answer(shared.subscribe("news", message -> {})), "subscribe news", expected);
    }

    /** What an action on the stage itself gets of a failure. */
    private static Throwable seen(CompletionStage<?> stage) throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        stage.whenComplete((value, failure) ->
                seen.complete(failure == null ? new AssertionError("succeeded: " + value) : failure));
        return answer(seen);
    }

    /** A number for a time or for good. */
    private static CompletionStage<Long> increment(Shared shared, String key, long by) {
        return key.equals("for good") ? shared.increment(key, by) : shared.increment(key, by, LONG);
    }

    private static void awaitEnd(Shared shared, String key) {
        await().atMost(10, TimeUnit.SECONDS).until(() -> answer(shared.get(key)) == null);
    }

    /** Until what was put before this call with a short life has ended. */
    private static void awaitMoreThanShort(Shared shared) throws Exception {
        answer(shared.put("clock", bytes("tick"), SHORT.plusMillis(20)));
        awaitEnd(shared, "clock");
    }

    private static void assertRefused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .hasCauseInstanceOf(SharedException.class)
                .cause()
                .hasMessageContainingAll(words)
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
    }

    private static String text(Shared shared, String key) throws Exception {
        byte @Nullable [] value = answer(shared.get(key));
        assertThat(value).as(key).isNotNull();
        return new String(value, UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static <T> T quietly(CompletionStage<T> stage) {
        try {
            return answer(stage);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
