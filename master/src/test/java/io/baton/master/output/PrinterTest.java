package io.baton.master.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PrinterTest {

    private static final String LINE = "0123456789".repeat(100);
    private static final Logger LOG = Logger.getLogger(Printer.class.getName());

    private final TestPipe pipe = new TestPipe();
    private final Printer printer = new Printer("a pipe", pipe.writeEnd());
    private final Warnings warnings = new Warnings();

    @BeforeEach
    void listen() {
        LOG.addHandler(warnings);
    }

    @AfterEach
    void close() throws InterruptedException {
        LOG.removeHandler(warnings);
        pipe.closeReadEnd();
        printer.finish(10_000);
        pipe.close();
    }

    @Test
    void whileNobodyReadsPrintingDoesNotWaitAndLostLinesAreCounted() throws Exception {
        int printed = 3000;
        print(printed);
        // The pipe and the printer are full. Of three megabytes, the printer has one and the pipe 64 kB.
        List<String> read = pipe.readLines(1000);
        printer.take(lines("last\n"));
        read.addAll(pipe.readUntil("last"));
        assertThat(read.subList(0, read.size() - 1)).containsOnly(LINE);
        assertThat(read.size()).isBetween(1000, 1200);
        long lost = printed - (read.size() - 1L);
        await().untilAsserted(() -> assertThat(
                        warnings.lost.stream().mapToLong(Long::longValue).sum())
                .isEqualTo(lost));
    }

    @Test
    void aPipeWithoutAReaderLosesAllLinesAndDelaysNothing() throws Exception {
        pipe.closeReadEnd();
        print(10_000);
        printer.finish(10_000);
        assertThat(warnings.lost).as("the warning could not be read").isEmpty();
    }

    @Test
    void aNonBlockingPipeThatIsFullGetsTheRestLater() throws Exception {
        Libc.setNonBlocking(pipe.writeEnd());
        print(500);
        assertThat(pipe.readLines(500)).containsOnly(LINE);
        assertThat(warnings.lost).isEmpty();
    }

    /** The lines fill more than one buffer of the printer, so that prefixes and lines are cut at its end. */
    @Test
    void aPrefixStandsBeforeEachLineAndNothingElseIsChanged() throws Exception {
        StringBuilder printed = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String line = i % 7 == 0 ? "" : "\ta\u001b[1m" + "0123456789".repeat(i % 13);
            printed.append(line).append('\n');
            expected.add("worker 1 | " + line);
        }
        expected.add("last");
        CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(this::readAll);
        printer.take(new PrefixedLines(
                "worker 1 | ".getBytes(US_ASCII), printed.toString().getBytes(US_ASCII)));
        printer.take(lines("last\n"));
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    private List<String> readAll() {
        try {
            return pipe.readUntil("last");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(int lines) {
        for (int i = 0; i < lines; i++) {
            printer.take(lines(LINE + "\n"));
        }
    }

    private static PrefixedLines lines(String text) {
        return new PrefixedLines(PrefixedLines.NO_PREFIX, text.getBytes(US_ASCII));
    }

    private static final class Warnings extends Handler {

        private final List<Long> lost = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            lost.add((Long) entry.getParameters()[0]);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
