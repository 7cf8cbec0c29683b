package io.baton.master.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program goes on in the place of another: {@link UpgradeProbe}, which really executes itself. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class SuccessorIT {

    private static final int LINES = 30_000;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private Process probe;
    private Writer orders;
    private Thread reader;

    @BeforeEach
    void start() throws IOException {
        String java = System.getProperty(
                "baton.test.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        probe = new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpgradeProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        orders = probe.outputWriter(StandardCharsets.US_ASCII);
        reader = new Thread(this::read);
        reader.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        over.set(true);
        ProcessHandle.of(probe.pid()).stream().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroyForcibly);
        probe.destroyForcibly().waitFor();
        reader.join();
    }

    @Tag("long")
    @Test
    void threeProgramsAfterEachOtherLoseNoLineNoWordNoConnectionAndNoChild() throws Exception {
        await("complete").until(() -> said.contains("image 1 is complete"));
        int port = Integer.parseInt(said.stream()
                .filter(line -> line.startsWith("port "))
                .findFirst()
                .orElseThrow()
                .substring(5));
        CompletableFuture<Set<String>> clients = CompletableFuture.supplyAsync(() -> connect(port));
        List<String> descriptors = List.of();
        for (int image = 2; image <= 4; image++) {
            String complete = "image " + image + " is complete";
            order("upgrade");
            await(complete).atMost(30, TimeUnit.SECONDS).until(() -> said.contains(complete));
            assertThat(said).contains("image " + image + " pid " + probe.pid());
            List<String> open = descriptors();
            if (image > 2) {
                assertThat(open).as("nothing piles up").isEqualTo(descriptors);
            }
            descriptors = open;
        }
        await("last word")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> said.contains("\"word " + LINES + "\"") && said.contains("line " + LINES));
        over.set(true);
        assertThat(clients.get(20, TimeUnit.SECONDS)).contains("image 4").doesNotContain("failed");
        List<String> words =
                said.stream().filter(line -> line.startsWith("\"word")).toList();
        assertThat(words).isEqualTo(numbered("\"word ", "\""));
        List<String> lines =
                said.stream().filter(line -> line.startsWith("line")).toList();
        assertThat(lines).isEqualTo(numbered("line ", ""));
        assertThat(said)
                .as("a child that died before the next program watched it")
                .contains("exited in image 2: SIGKILL", "exited in image 3: SIGKILL", "exited in image 4: SIGKILL");
    }

    @Test
    void aProgramThatCannotBeExecutedChangesNothing() throws Exception {
        await("complete").until(() -> said.contains("image 1 is complete"));
        List<String> before = inherited();
        order("fail");
        String goesOn = "image 1 goes on: execve(/nothing): ENOENT (No such file or directory)";
        await(goesOn).until(() -> said.contains(goesOn));
        assertThat(inherited()).as("close-on-exec as before").isSubsetOf(before);
        await("last word").atMost(60, TimeUnit.SECONDS).until(() -> said.contains("line " + LINES));
        order("upgrade");
        await("image 2").atMost(30, TimeUnit.SECONDS).until(() -> said.contains("image 2 is complete"));
        Processes.kill((int) probe.pid(), Processes.SIGTERM);
        assertThat(probe.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static List<String> numbered(String before, String after) {
        return IntStream.rangeClosed(1, LINES).mapToObj(i -> before + i + after).toList();
    }

    private void order(String word) throws IOException {
        orders.write(word + "\n");
        orders.flush();
    }

    private void read() {
        try (BufferedReader lines = probe.inputReader(StandardCharsets.UTF_8)) {
            List<String> read = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(line);
                if (!lines.ready() || read.size() > 1_000) {
                    said.addAll(read);
                    read.clear();
                }
            }
            said.addAll(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection after the other, each with an answer. */
    private Set<String> connect(int port) {
        Set<String> answers = new HashSet<>();
        while (!over.get()) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                answers.add(Objects.requireNonNullElse(in.readLine(), "failed"));
            } catch (IOException e) {
                answers.add("failed");
            }
        }
        return answers;
    }

    /** The kinds of all descriptors that the probe has open between two connections: the shortest of many looks. */
    private List<String> descriptors() throws IOException {
        List<String> fewest = openNow();
        for (int look = 0; look < 100; look++) {
            List<String> now = openNow();
            fewest = now.size() < fewest.size() ? now : fewest;
        }
        return fewest;
    }

    private List<String> openNow() throws IOException {
        List<String> kinds = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc", "" + probe.pid(), "fd"))) {
            for (Path entry : entries.toList()) {
                try {
                    kinds.add(Files.readSymbolicLink(entry).toString().replaceFirst("\\[\\d+]", ""));
                } catch (NoSuchFileException e) {
                    // Closed meanwhile.
                }
            }
        }
        kinds.removeIf(kind -> kind.contains("timerfd") || kind.endsWith(".jar"));
        kinds.sort(null);
        return kinds;
    }

    /** The descriptors that a program would inherit which the probe executes. */
    private List<String> inherited() throws IOException {
        List<String> numbers = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc", "" + probe.pid(), "fdinfo"))) {
            for (Path entry : entries.toList()) {
                String flags = Files.readAllLines(entry)
                        .get(1)
                        .substring("flags:".length())
                        .trim();
                if ((Integer.parseInt(flags, 8) & 02000000) == 0) {
                    numbers.add(entry.getFileName().toString());
                }
            }
        }
        return numbers;
    }
}
