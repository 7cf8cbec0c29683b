package io.baton.master.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.GroupConfig;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The next program goes on with what a worker prints. Here it has copies of the pipes, and the old program reads no more. */
@Timeout(60)
final class OutputRemainsTest {

    private static final int LINES = 20_000;

    private final TestPipe terminal = new TestPipe();
    private final Console console = Console.start(terminal.writeEnd(), terminal.writeEnd());
    private final List<Pipes> programs = new ArrayList<>(List.of(new Pipes(console)));

    @AfterEach
    void close() {
        terminal.closeReadEnd();
        programs.forEach(pipes -> pipes.stop(1000));
        console.stop(1000);
        terminal.close();
    }

    @Test
    void noLineIsLostOrDoubledThoughAWorkerPrintsWithoutAPause() throws Exception {
        Fd[] pipe = Libc.pipe();
        Libc.setNonBlocking(pipe[0]);
        WorkerOutput output = of(0).capture(1, "worker 1", 4711, pipe[0], null);
        try (Fd end = pipe[1]) {
            CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(this::readAll);
            CompletableFuture<Void> printed = CompletableFuture.runAsync(() -> printNumbers(end));
            for (int program = 1; program < 6; program++) {
                assertThat(programs.get(program - 1).freeze(10_000)).isTrue();
                programs.add(new Pipes(console));
                output = of(program).goOn(1, "worker 1", 4711, carried(output.remains()));
            }
            printed.get(30, TimeUnit.SECONDS);
            List<String> lines = read.get(30, TimeUnit.SECONDS);
            for (int i = 0; i < LINES; i++) {
                assertThat(lines.get(i)).isEqualTo("line " + i);
            }
            assertThat(lines).hasSize(LINES + 1);
        }
        CompletableFuture<List<String>> last = new CompletableFuture<>();
        output.exited(last::complete);
        assertThat(last.get(10, TimeUnit.SECONDS))
                .as("of the whole life, across programs")
                .hasSize(LastLines.LINES)
                .endsWith("line 19999", "last");
    }

    @Test
    void theBeginningOfALineThatOneProgramReadIsPrintedWithItsEndByTheNext() throws Exception {
        Fd[] pipe = Libc.pipe();
        Libc.setNonBlocking(pipe[0]);
        WorkerOutput output = of(0).capture(1, "worker 1", 4711, null, pipe[0]);
        try (Fd end = pipe[1]) {
            print(end, "first\nthe beginning ");
            assertThat(terminal.readUntil("first")).containsExactly("first");
            assertThat(programs.get(0).freeze(10_000)).isTrue();
            OutputRemains remains = output.remains();
            assertThat(remains.output().isOpen()).isFalse();
            assertThat(remains.descriptors()).containsExactly(remains.error().descriptor());
            programs.add(new Pipes(console));
            WorkerOutput next = of(1).goOn(1, "worker 1", 4711, carried(remains));
            print(end, "and the end\n");
            assertThat(terminal.readLines(1)).containsExactly("the beginning and the end");
            CompletableFuture<List<String>> last = new CompletableFuture<>();
            next.lastLines(last::complete);
            assertThat(last.get(10, TimeUnit.SECONDS)).containsExactly("first", "the beginning and the end");
        }
    }

    /** A terminal that is paused takes nothing. The lines would be lost with this program. */
    @Test
    void whileNothingTakesWhatWasPrintedThePipesStayAsTheyWere() throws Exception {
        Fd[] pipe = Libc.pipe();
        Libc.setNonBlocking(pipe[0]);
        WorkerOutput output = of(0).capture(1, "worker 1", 4711, pipe[0], null);
        try (Fd end = pipe[1]) {
            String line = "x".repeat(4_000) + "\n";
            for (int i = 0; i < 40; i++) {
                print(end, line);
            }
            assertThat(programs.get(0).freeze(50)).isFalse();
            assertThat(terminal.readLines(40)).allMatch(read -> read.length() == 4_000);
            print(end, "last\n");
            assertThat(terminal.readLines(1)).containsExactly("last");
            CompletableFuture<List<String>> last = new CompletableFuture<>();
            output.lastLines(last::complete);
            assertThat(last.get(10, TimeUnit.SECONDS)).endsWith("last");
        }
    }

    private ApplicationOutput of(int program) {
        return programs.get(program).of(GroupConfig.BUILT_IN, false);
    }

    /** As the next program reads it, with copies of the descriptors. */
    private static OutputRemains carried(OutputRemains remains) throws PosixException {
        OutputRemains copies = new OutputRemains(copy(remains.output()), copy(remains.error()), remains.lastLines());
        return ValueCodec.record(ValueCodec.decode(ValueCodec.encode(copies)), OutputRemains.class);
    }

    private static PipeRemains copy(PipeRemains pipe) throws PosixException {
        if (!pipe.isOpen()) {
            return pipe;
        }
        Fd borrowed = Fd.own(pipe.descriptor());
        PipeRemains copy = new PipeRemains(Libc.duplicate(borrowed, 0).release(), pipe.begun());
        int unused = borrowed.release();
        return copy;
    }

    private List<String> readAll() {
        try {
            return terminal.readUntil("last");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void printNumbers(Fd end) {
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            part.append("line ").append(i).append('\n');
            // Writes that end in the middle of a line.
            if (part.length() > 700) {
                print(end, part.substring(0, 700));
                part.delete(0, 700);
            }
        }
        print(end, part + "last\n");
    }

    private static void print(Fd end, String text) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length())
                .put(text.getBytes(US_ASCII))
                .flip();
        while (bytes.hasRemaining()) {
            assertThat(Libc.write(end, bytes)).isPositive();
        }
    }
}
