package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.ReloadEvent;
import io.baton.master.snapshot.SlotSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloads under load: of a link that leads to the next version, and of versions that do not work. No request is lost. */
final class ReloadIT {

    private static final String SOURCE =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.*;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
            public final class Shop implements Application {
                public Shop() throws Exception { $BOOT }
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) {
                            String request = ((ByteBuf) message).toString(StandardCharsets.UTF_8);
                            io.netty.util.ReferenceCountUtil.release(message);
                            ProcessHandle me = ProcessHandle.current();
                            String body = request.startsWith("GET /version") ? "$VERSION"
                                : "I am worker, pid: " + me.pid() + ", ppid: " + me.parent().get().pid() + "\\n";
                            String head = "HTTP/1.1 200 OK\\r\\nContent-Length: " + body.length() + "\\r\\n\\r\\n";
                            context.writeAndFlush(Unpooled.copiedBuffer(head + body, StandardCharsets.UTF_8))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            """;
    private static final String DIES = "throw new IllegalStateException(\"no database\");";
    private static final String HANGS = "new java.util.concurrent.CountDownLatch(1).await();";
    private static final String EXITS_WHEN_TOLD =
            """
            java.nio.file.Path word = java.nio.file.Path.of("$WORD");
            java.util.concurrent.Executors.newSingleThreadScheduledExecutor().scheduleWithFixedDelay(
                () -> { if (java.nio.file.Files.exists(word)) Runtime.getRuntime().halt(4); },
                0, 10, java.util.concurrent.TimeUnit.MILLISECONDS);""";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aWorkingVersionTakesOverAndBrokenOnesChangeNothingAndNoRequestIsLost() throws Exception {
        Path home = directory.resolve("home");
        Path current = directory.resolve("current.jar");
        linkTo(current, jar("one", "1", ""));
        try (MasterProcess master = new MasterCommand()
                        .home(home)
                        .start(
                                "--name",
                                "shop",
                                "--ready-timeout",
                                "4s",
                                "--reload-trial",
                                "2500ms",
                                current.toString());
                Load load = Load.start(ready(master).port(), 50)) {
            linkTo(current, jar("two", "2", ""));
            assertThat(reload(home).output()).contains("shop: 2 workers on http://localhost:", ", generation 2");
            assertThat(generations(master)).containsExactly(2, 2);
            assertThat(HttpClient.get(master.port(), "/version").body()).isEqualTo("2");
            List<Integer> workers = pids(master);

            linkTo(current, jar("dies", "3", DIES));
            assertFails(reload(home), "worker 1 died before it was ready", "no database");
            linkTo(current, jar("hangs", "4", HANGS));
            assertFails(reload(home), "worker 1 was not ready after 4000 ms");
            Path word = directory.resolve("exit");
            linkTo(current, jar("exits", "5", EXITS_WHEN_TOLD.replace("$WORD", word.toString())));
            CompletableFuture<MasterCommand.Outcome> reload = CompletableFuture.supplyAsync(() -> quietly(home));
            master.awaitEvent(ReloadEvent.OnTrial.class, trial -> true, 2);
            Files.createFile(word);
            assertFails(reload.get(), "after it was ready: exit code 4");
            Path half = directory.resolve("half.jar");
            byte[] whole = Files.readAllBytes(directory.resolve("two/app.jar"));
            Files.write(half, Arrays.copyOf(whole, whole.length / 2));
            linkTo(current, half);
            assertFails(reload(home), "damaged");

            assertThat(pids(master)).isEqualTo(workers);
            assertThat(HttpClient.get(master.port(), "/version").body()).isEqualTo("2");
            assertThat(load.end()).isNotEmpty().allMatch(request -> request.end() == Load.End.ANSWERED);
            assertThat(master.events(ReloadEvent.Failed.class)).hasSize(3);
        }
    }

    private static void assertFails(MasterCommand.Outcome reload, String... words) {
        assertThat(reload.exitCode()).as(reload.output()).isEqualTo(5);
        assertThat(reload.output()).contains("shop: not reloaded: ").contains(words);
        assertThat(reload.output()).contains("the workers of before serve on");
    }

    private static MasterProcess ready(MasterProcess master) {
        master.awaitReady(2);
        return master;
    }

    private static MasterCommand.Outcome reload(Path home) throws IOException, InterruptedException {
        return new MasterCommand().home(home).run("reload", "shop");
    }

    private static MasterCommand.Outcome quietly(Path home) {
        try {
            return reload(home);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Integer> generations(MasterProcess master) {
        return master.state().groups().get(0).slots().stream()
                .map(SlotSnapshot::worker)
                .filter(Objects::nonNull)
                .map(worker -> worker.generation())
                .toList();
    }

    private static List<Integer> pids(MasterProcess master) {
        return master.state().groups().get(0).slots().stream()
                .map(SlotSnapshot::worker)
                .filter(Objects::nonNull)
                .map(worker -> worker.pid())
                .toList();
    }

    private Path jar(String name, String version, String boot) throws IOException {
        Path place = Files.createDirectories(directory.resolve(name));
        return ApplicationJar.of(place, "Shop", SOURCE.replace("$BOOT", boot).replace("$VERSION", version));
    }

    private static void linkTo(Path link, Path target) throws IOException {
        Path next = link.resolveSibling("next");
        Files.createSymbolicLink(next, target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    }
}
