package io.baton.master.child;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.OpenDescriptors;
import io.baton.master.child.Sockets.Listening;
import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.Handle;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A child dies at random moments of a stream of messages, with sockets and without. Every message is reported as sent or
 * failed, and every socket belongs to the child or to the sender again. The moments follow from a seed, apart from the
 * kernel's scheduling.
 */
final class DeathIT {

    private static final long SEED = 20_260_701;
    private static final int ROUNDS = 50;
    private static final int MESSAGES = 150;
    private static final int CLIENTS = 3;
    private static final int LATEST_MICROS = 20_000;

    private static final ChildOptions CHANNEL =
            ChildOptions.defaults().stdio(Stdio.IGNORE).ipc();
    private static final List<Supplier<ChildProcess>> CHEAP = List.of(
            () -> sh("exec sleep 60"),
            () -> sh("exec cat <&3"),
            // To its parent it seems to accept sockets, and it sends messages back.
            () -> sh("while read -r line; do case $line in *NODE_HANDLE*) echo '{\"cmd\":\"NODE_HANDLE_ACK\"}';;"
                    + " *) echo \"$line\";; esac; done <&3 >&3"),
            () -> sh("exit 0"),
            () -> ChildProcess.spawn("no-such-program", List.of(), CHANNEL));
    private static final List<Supplier<ChildProcess>> REAL = List.of(
            () -> ChildProcess.fork(Path.of("src/test/resources/io/baton/master/child/echo.js")
                    .toAbsolutePath()
                    .toString()),
            () -> ChildProcess.fork("io.baton.master.child.EchoChild"));

    private static final ScheduledExecutorService KILLER = Executors.newSingleThreadScheduledExecutor();

    @RegisterExtension
    private final OpenDescriptors descriptors = new OpenDescriptors();

    private final BlockingQueue<Handle> accepted = new LinkedBlockingQueue<>();

    /** A sent message, and the connection that went with it. */
    private record Sent(CompletableFuture<Void> outcome, @Nullable Handle connection) {}

    @BeforeAll
    static void theSharedThreadsRun() throws Exception {
        wait(ChildProcess.spawn("true", List.of()).closed());
        KILLER.submit(() -> {}).get(60, SECONDS);
    }

    @AfterAll
    static void theKillerEnds() {
        KILLER.shutdownNow();
    }

    @Test
    void atAnyMomentEveryMessageIsSentOrFailedAndEverySocketHasOneOwner() throws Exception {
        try (Sockets sockets = new Sockets();
                Listening listening = sockets.accepting(accepted::add);
                Handle server = Handle.of(listening.channel())) {
            for (int round = 0; round < ROUNDS; round++) {
                Random random = new Random(SEED + round);
                boolean real = round % 5 == 4;
                List<Supplier<ChildProcess>> kinds = real ? REAL : CHEAP;
                ChildProcess child = kinds.get(random.nextInt(kinds.size())).get();
                if (random.nextBoolean()) {
                    awaitRunning(child, real);
                }
                round("round " + round, child, random, listening, server);
            }
        }
    }

    private void round(String name, ChildProcess child, Random random, Listening listening, Handle server)
            throws Exception {
        List<Sent> all = new ArrayList<>();
        List<Socket> clients = new ArrayList<>();
        int last = random.nextInt(MESSAGES);
        boolean byTimer = random.nextBoolean();
        if (byTimer) {
            Future<?> unused =
                    KILLER.schedule(() -> child.kill(Processes.SIGKILL), random.nextInt(LATEST_MICROS), MICROSECONDS);
        }
        for (int i = 0; i < MESSAGES; i++) {
            if (!byTimer && i == last) {
                child.kill(Processes.SIGKILL);
            }
            all.add(send(child, random, listening, server, clients));
        }
        await(name)
                .atMost(60, SECONDS)
                .until(() -> child.closed().toCompletableFuture().isDone());
        assertOutcomes(name, all);
        for (Socket client : clients) {
            drain(client);
        }
    }

    /** Waits until the program runs or could not be started. A child that reports when it listens has done so then. */
    private static void awaitRunning(ChildProcess child, boolean says) throws Exception {
        CompletableFuture<Void> said = new CompletableFuture<>();
        child.onMessage((message, handle) -> said.complete(null));
        if (says) {
            said.get(60, SECONDS);
        } else {
            wait(child.pid().exceptionally(failure -> -1));
        }
    }

    /** Reads to the end. It comes only if no process has the other end open. */
    private static void drain(Socket client) throws IOException {
        try (client) {
            client.setSoTimeout(60_000);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            assertThat(e).as("by the death of a child that had not read").hasMessageContaining("reset");
        }
    }

    private Sent send(ChildProcess child, Random random, Listening listening, Handle server, List<Socket> clients)
            throws Exception {
        String message = "x".repeat(random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(100));
        int kind = random.nextInt(20);
        if (kind == 0 && clients.size() < CLIENTS) {
            clients.add(new Socket(
                    listening.address().getAddress(), listening.address().getPort()));
            Handle connection = requireNonNull(accepted.poll(60, SECONDS));
            return new Sent(child.send(message, connection).toCompletableFuture(), connection);
        }
        return new Sent(child.send(message, kind < 5 ? server : null).toCompletableFuture(), null);
    }

    /** The child is dead, so every message was sent or has failed. */
    private static void assertOutcomes(String name, List<Sent> all) throws Exception {
        for (int i = 0; i < all.size(); i++) {
            Sent sent = all.get(i);
            boolean arrived = true;
            try {
                sent.outcome().get(10, SECONDS);
            } catch (ExecutionException e) {
                arrived = false;
                assertThat(e.getCause()).as("%s, message %d", name, i).isInstanceOf(ChannelClosedException.class);
            }
            if (sent.connection() != null) {
                assertThat(sent.connection().isOpen())
                        .as("%s, socket %d is ours", name, i)
                        .isEqualTo(!arrived);
                sent.connection().close();
            }
        }
    }

    private static ChildProcess sh(String script) {
        return ChildProcess.spawn("sh", List.of("-c", script), CHANNEL);
    }

    private static <T> T wait(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }
}
