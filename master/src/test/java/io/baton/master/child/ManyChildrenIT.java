package io.baton.master.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many children, one after another and at once, leave nothing behind. They are cheap: they echo their channel. */
final class ManyChildrenIT {

    private static final ChildOptions QUIET =
            ChildOptions.defaults().stdio(Stdio.IGNORE).ipc();

    @BeforeAll
    static void theSharedThreadsRun() throws Exception {
        wait(ChildProcess.spawn("true", List.of()).closed());
    }

    @Test
    void aThousandLeaveNoThreadDescriptorOrZombie() throws Exception {
        int descriptors = descriptors();
        Set<String> threads = threads();
        Set<Long> children = children();
        for (int i = 0; i < 900; i++) {
            wait(ChildProcess.spawn("true", List.of()).closed());
        }
        for (int i = 0; i < 100; i++) {
            ChildProcess child = echo();
            wait(child.send(i));
            wait(child.kill(Processes.SIGKILL));
            assertThat(wait(child.closed()).signal()).isEqualTo(Processes.SIGKILL);
        }
        await().untilAsserted(() -> {
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
            assertThat(threads).containsAll(threads());
        });
        assertThat(children).containsAll(children());
    }

    /** Alternates JVMs and Node: a few in a normal run, a thousand in the campaign, thirty of them at once. */
    @Tag("long")
    @Test
    void forkedModulesLeaveNoThreadDescriptorOrZombie() throws Exception {
        boolean campaign = Boolean.getBoolean("baton.campaign");
        forkAtOnce(2);
        int descriptors = descriptors();
        Set<String> threads = threads();
        for (int i = 0; i < (campaign ? 490 : 4); i++) {
            forkAtOnce(2);
        }
        forkAtOnce(campaign ? 30 : 4);
        await().untilAsserted(() -> {
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
            assertThat(threads).containsAll(threads());
        });
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static void forkAtOnce(int count) throws Exception {
        String script = Path.of("src/test/resources/io/baton/master/child/echo.js")
                .toAbsolutePath()
                .toString();
        ChildOptions small = ChildOptions.defaults().execArgv("-XX:+UseSerialGC", "-Xmx32m", "-XX:TieredStopAtLevel=1");
        List<ChildProcess> children = new ArrayList<>();
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < count; i++) {
            ChildProcess child = i % 2 == 0
                    ? ChildProcess.fork("io.baton.master.child.EchoChild", List.of(), small)
                    : ChildProcess.fork(script);
            children.add(child.onMessage((message, handle) -> answers.add(String.valueOf(message))));
            child.send("hello");
        }
        for (int i = 0; i < 2 * count; i++) {
            assertThat(answers.poll(60, SECONDS)).isIn("up", "hello");
        }
        for (ChildProcess child : children) {
            child.disconnect();
            assertThat(wait(child.closed()).code()).isZero();
        }
    }

    @Test
    void twoHundredWorkAtOnce() throws Exception {
        Set<Object> answers = ConcurrentHashMap.newKeySet();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ChildProcess child = echo();
            child.onMessage((message, handle) -> answers.add(String.valueOf(message)));
            child.send(i);
            children.add(child);
        }
        await().atMost(60, SECONDS).until(() -> answers.size() == 200);
        for (ChildProcess child : children) {
            child.disconnect();
            assertThat(wait(child.closed()).code()).isZero();
        }
    }

    @Test
    void withoutADescriptorLeftTheErrorSaysSoAndNothingLeaks() throws Exception {
        // This child also lifts the limit again: under the limit, this process could start no other.
        ChildProcess limit = ChildProcess.spawn(
                "sh",
                List.of("-c", "read n; $LIMIT --nofile=$n:; echo; read n; $LIMIT --nofile=$n:"),
                ChildOptions.defaults()
                        .env(Map.of(
                                "LIMIT",
                                "prlimit --pid " + ProcessHandle.current().pid())));
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        limit.stdout().onLine(done::add);
        // Loads the classes that are needed later, when no descriptor is left to load them.
        assertFailsToStart(ChildProcess.spawn("no-such-program", List.of(), QUIET), Errno.ENOENT);
        int before = descriptors();
        wait(limit.stdin().write("5\n"));
        try {
            assertThat(done.poll(60, SECONDS)).isNotNull();
            assertFailsToStart(echo(), Errno.EMFILE);
        } finally {
            wait(limit.stdin().write("4096\n"));
            assertThat(wait(limit.closed()).code()).isZero();
        }
        assertThat(descriptors()).isLessThan(before);
        assertThat(wait(ChildProcess.spawn("true", List.of()).closed()).code()).isZero();
    }

    private static void assertFailsToStart(ChildProcess child, int errno) throws Exception {
        assertThatThrownBy(() -> wait(child.pid()))
                .cause()
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
        assertThatThrownBy(() -> wait(child.send("x"))).hasMessageContaining("channel closed");
        assertThat(wait(child.kill())).isFalse();
    }

    private static ChildProcess echo() {
        return ChildProcess.spawn("sh", List.of("-c", "exec cat <&3 >&3"), QUIET);
    }

    private static int descriptors() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? 0 : names.length;
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static Set<String> threads() {
        Set<String> names = new HashSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> {
            // The JDK's own threads come and go.
            if (thread.getName().startsWith("baton")) {
                names.add(thread.getName());
            }
        });
        return names;
    }

    private static <T> T wait(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }
}
