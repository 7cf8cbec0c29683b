package io.baton.master.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test is the worker: it writes into the pipes. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class PipesTest {

    private static final byte[] LINE = ("0123456789".repeat(100) + "\n").getBytes(US_ASCII);

    @TempDir
    Path home;

    private final TestPipe terminal = new TestPipe();
    private final Console console = Console.start(terminal.writeEnd(), terminal.writeEnd());
    private final Pipes pipes = new Pipes(console);

    @AfterEach
    void close() {
        terminal.closeReadEnd();
        pipes.stop(1000);
        console.stop(1000);
        terminal.close();
    }

    /** The reader takes longer than the half second for which one that reads nothing is waited for. */
    @Test
    void aSlowReaderOfTheTerminalGetsEveryLineOfAWorkerThatPrintsTooFast() throws Exception {
        try (Worker worker = new Worker(pipes.of(GroupConfig.BUILT_IN, false), 1)) {
            CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(this::readSlowly);
            for (int i = 0; i < 4_000; i++) {
                worker.prints(LINE);
            }
            worker.prints("last\n".getBytes(US_ASCII));
            assertThat(read.get(40, TimeUnit.SECONDS)).hasSize(4_001);
        }
    }

    /** Nothing reads the terminal at all, as when a user has pressed Ctrl-S. */
    @Test
    void aPausedTerminalDelaysNoFileAndNoWorkerForLong() throws Exception {
        Path file = home.resolve("api-{{slot}}.log");
        try (Worker onTerminal = new Worker(pipes.of(GroupConfig.BUILT_IN, true), 1);
                Worker inFile = new Worker(pipes.of(config("--out-file", file.toString()), true), 2)) {
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10_000; i++) {
                    onTerminal.prints(LINE);
                }
            });
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> !console.output().backlog().hasRoom());
            long startedAt = System.nanoTime();
            inFile.prints("hello\n".getBytes(US_ASCII));
            Path own = home.resolve("api-2.log");
            await().until(() -> Files.exists(own) && Files.readString(own).equals("hello\n"));
            assertThat(System.nanoTime() - startedAt)
                    .as("the terminal is waited for, for half a second, by its own pipe only")
                    .isLessThan(TimeUnit.MILLISECONDS.toNanos(450));
            flood.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWorkerWithAnotherSlotPrintsIntoTheFileOfThatSlot() throws Exception {
        Path file = home.resolve("api-{{slot}}.log");
        try (Worker spare = new Worker(pipes.of(config("--out-file", file.toString()), true), 3)) {
            spare.prints("before\n".getBytes(US_ASCII));
            await().until(() -> Files.exists(home.resolve("api-3.log"))
                    && Files.readString(home.resolve("api-3.log")).equals("before\n"));
            spare.output.sit(1, "worker 1");
            spare.prints("after\n".getBytes(US_ASCII));
            await().until(() -> Files.exists(home.resolve("api-1.log"))
                    && Files.readString(home.resolve("api-1.log")).equals("after\n"));
        }
    }

    @Test
    void whatAWorkerLeftUnreadIsInItsFileWhenItCountsAsStopped() throws Exception {
        LogFiles files = LogFiles.ofDaemon(home);
        Pipes toFiles = new Pipes(console, files);
        Worker worker = new Worker(toFiles.of(GroupConfig.BUILT_IN, true), 1);
        for (int i = 0; i < 60; i++) {
            worker.prints(LINE);
        }
        worker.prints("its last words, without an end".getBytes(US_ASCII));
        worker.close();
        worker.output.exited(lines -> {});
        toFiles.awaitWritten(10_000);
        assertThat(Files.readString(home.resolve("baton-1-out.log")))
                .hasSize(60 * LINE.length + 31)
                .endsWith("its last words, without an end\n");
        toFiles.stop(1000);
    }

    private static GroupConfig config(String flag, String value) {
        Settings.Builder settings = new Settings.Builder();
        settings.add(Keys.named(flag.substring(2)), value, Source.flag(Keys.named(flag.substring(2))));
        return new Declaration(null, List.of(), settings.build(), Surroundings.NONE).config();
    }

    private List<String> readSlowly() {
        try {
            List<String> lines = new ArrayList<>();
            for (int part = 0; part < 40; part++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                lines.addAll(terminal.readLines(100));
            }
            lines.addAll(terminal.readUntil("last"));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints on a pipe. */
    private static final class Worker implements AutoCloseable {

        private final Fd end;
        private final WorkerOutput output;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

        Worker(ApplicationOutput application, int slot) throws PosixException {
            Fd[] pipe = Libc.pipe();
            Libc.setNonBlocking(pipe[0]);
            end = pipe[1];
            output = application.capture(slot, "worker " + slot, 4711, pipe[0], null);
        }

        /** Waits like any process while its pipe is full. */
        void prints(byte[] bytes) {
            assertThat(Libc.write(end, buffer.clear().put(bytes).flip())).isEqualTo(bytes.length);
        }

        @Override
        public void close() {
            end.close();
        }
    }
}
