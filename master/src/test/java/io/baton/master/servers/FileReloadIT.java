package io.baton.master.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that the kernel sends (sendfile(2)) arrive whole while workers are replaced, and their connections move between two of
 * them. Profile {@code servers}.
 */
@EnabledIfSystemProperty(named = "baton.servers", matches = "(?!false$).+")
@Timeout(600)
final class FileReloadIT {

    private static final int RELOADS = 5;
    private static final int CLIENTS = 4;
    private static final int BYTES = 20_000_000;
    private static final Pattern MOVED = Pattern.compile("drained in \\d+ ms: ([1-9]\\d*) connections moved");

    @ParameterizedTest
    @ValueSource(strings = {"spring-boot", "undertow", "vertx4", "netty"})
    void downloadsAreWholeUnderReloads(String name, @TempDir Path directory) throws Exception {
        Path jar = ServerExample.jar(name);
        byte[] content = new byte[BYTES];
        new Random(name.hashCode()).nextBytes(content);
        Path file = Files.write(directory.resolve("large.bin"), content);
        int port = MasterCommand.freePort();
        Path home = directory.resolve("h");
        try (MasterProcess master = new MasterCommand()
                .home(home)
                .start("--port", "" + port, "--name", "shop", "--ready-path", "/", jar.toString())) {
            master.awaitReady(2);
            AtomicBoolean stopping = new AtomicBoolean();
            AtomicInteger whole = new AtomicInteger();
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.runAsync(
                        () -> download(port, file, content, stopping, whole), command -> new Thread(command).start()));
            }
            for (int i = 0; i < RELOADS; i++) {
                int before = whole.get();
                await().atMost(Duration.ofMinutes(1)).until(() -> whole.get() > before + CLIENTS);
                MasterCommand.Outcome reload = new MasterCommand().home(home).run("reload", "shop");
                assertThat(reload.exitCode()).as(reload.output()).isZero();
            }
            stopping.set(true);
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).join();
            long moved = master.output().stream().filter(MOVED.asPredicate()).count();
            System.out.println(name + ": " + whole + " downloads of " + BYTES + " bytes, none failed, " + RELOADS
                    + " reloads; " + moved + " workers gave connections away");
            assertThat(moved).as("workers that gave connections away").isPositive();
        }
    }

    /** Never repeats a request, and connects again only after an announced end. */
    private static void download(int port, Path file, byte[] content, AtomicBoolean stopping, AtomicInteger whole) {
        try {
            ServerClient client = new ServerClient(port);
            while (!stopping.get()) {
                client.send("GET /file" + file + " HTTP/1.1\r\nHost: test\r\n\r\n");
                if (!Arrays.equals(client.answer(), content)) {
                    throw new AssertionError("another content");
                }
                whole.incrementAndGet();
                if (client.isAnnouncedToEnd()) {
                    client.close();
                    client = new ServerClient(port);
                }
            }
            client.close();
        } catch (IOException e) {
            throw new AssertionError("after " + whole + " downloads", e);
        }
    }
}
