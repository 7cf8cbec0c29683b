package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.Conductor;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixSpawn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts real processes with each kind of descriptor and looks at what they get and at what stays open here. */
@SuppressWarnings("NullAway.Init")
final class PosixSpawnerIT {

    private static final StandardStream PIPE = StandardStream.PIPE;
    private static final StandardStream NONE = StandardStream.NULL_DEVICE;
    private static final StandardStream INHERITED = StandardStream.INHERITED;

    private final Conductor conductor = Conductor.start();
    private final PosixSpawner spawner = new PosixSpawner(conductor);

    @TempDir
    private Path directory;

    /** A started child, or why there is none. */
    private record Outcome(@Nullable Child child, @Nullable String failure, CompletableFuture<ExitStatus> exited) {}

    @AfterEach
    void stop() {
        conductor.stop();
    }

    @Test
    void nothingStaysOpenWhetherAStartSucceedsOrFails() throws Exception {
        spawn(request(List.of("true"), Wiring.WORKER, null));
        Path script = Files.writeString(directory.resolve("no-interpreter"), "exit 3");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Map<List<String>, String> outcomes = new LinkedHashMap<>();
        outcomes.put(List.of("true"), "exit code 0");
        outcomes.put(List.of(script.toString()), "exit code 3");
        outcomes.put(List.of("no-such-program"), "test: ENOENT (No such file or directory)");
        outcomes.put(List.of("/etc/passwd"), "test: EACCES (Permission denied)");
        for (Wiring wiring : wirings()) {
            for (Map.Entry<List<String>, String> expected : outcomes.entrySet()) {
                List<String> before = descriptors();
                assertThat(outcome(request(expected.getKey(), wiring, null)))
                        .as("%s with %s", expected.getKey(), wiring)
                        .isEqualTo(expected.getValue());
                await().untilAsserted(
                                () -> assertThat(descriptors()).as("%s", wiring).isEqualTo(before));
            }
            List<String> before = descriptors();
            assertThat(outcome(request(List.of("true"), wiring, "/no/such/directory")))
                    .isEqualTo("test: ENOENT (No such file or directory)");
            assertThat(descriptors()).as("%s", wiring).isEqualTo(before);
        }
    }

    @Test
    void nothingStaysOpenWhicheverStepOfAStartFindsNoDescriptor() throws Exception {
        // Without what makes a JVM open files by itself: compilers that come and go, and the limits of its cgroup.
        Process scarce = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-XX:+UseSerialGC",
                        "-XX:-UseContainerSupport",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScarceProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = scarce.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(scarce.waitFor()).isZero();
        // Each of the three pipes and the channel keeps one end here and a copy of the other; making one takes a third.
        int needed = 9;
        assertThat(lines)
                .isEqualTo(IntStream.rangeClosed(0, ScarceProcess.MOST_FREE)
                        .mapToObj(free -> free + (free < needed ? " EMFILE " : " started ") + free)
                        .toList());
    }

    @Test
    void aChildHasTheDescriptorsOfItsWiringAndNoOthers() throws Exception {
        Path file = directory.resolve("listing");
        // Lists the shell's own descriptors, before the shell redirects one of them.
        String list = "for i in 0 1 2 3 4 5 6 7 8 9; do if [ -e /proc/$$/fd/$i ]; then"
                + " target=$(readlink /proc/$$/fd/$i); echo $i ${target%%:*} >> " + file + "; fi; done";
        for (Wiring wiring : wirings()) {
            Files.writeString(file, "");
            assertThat(outcome(request(List.of("sh", "-c", list), wiring, null)))
                    .isEqualTo("exit code 0");
            assertThat(Files.readAllLines(file)).as("%s", wiring).isEqualTo(expected(wiring));
        }
    }

    @Test
    void whatIsWrittenToTheInputComesBackFromTheOutput() throws Exception {
        Outcome cat = spawn(request(List.of("cat"), new Wiring(PIPE, PIPE, NONE, false), null));
        Child child = Objects.requireNonNull(cat.child());
        ByteBuffer bytes = ByteBuffer.allocateDirect(16);
        try (Fd input = Objects.requireNonNull(child.input())) {
            assertThat(Libc.write(
                            input,
                            bytes.put("hello".getBytes(StandardCharsets.UTF_8)).flip()))
                    .isEqualTo(5);
        }
        assertThat(cat.exited().get(10, TimeUnit.SECONDS)).hasToString("exit code 0");
        try (Fd output = Objects.requireNonNull(child.output())) {
            assertThat(Libc.read(output, bytes.clear())).isEqualTo(5);
            assertThat(Libc.read(output, bytes.clear())).isZero();
        }
    }

    @Test
    void aSilentRunTellsHowTheProgramEndedAndLeavesNothingOpen() throws Exception {
        List<String> before = descriptors();
        assertThat(silently("echo unheard; echo unheard >&2; exit 3")).hasToString("exit code 3");
        assertThat(silently("kill -9 $$")).hasToString("SIGKILL");
        assertThat(silently("read line; [ \"$(ls /proc/self/fd | tr '\\n' ' ')\" = '0 1 2 3 ' ]"))
                .as("no input, and no descriptor but the one that ls opens itself")
                .hasToString("exit code 0");
        assertThatThrownBy(() -> SilentRun.of(List.of("no-such-program"), List.of()))
                .hasMessage("posix_spawnp(no-such-program): ENOENT (No such file or directory)");
        assertThat(descriptors()).isEqualTo(before);
    }

    private static ExitStatus silently(String script) throws Exception {
        return SilentRun.of(List.of("sh", "-c", script), List.of("PATH=/usr/bin:/bin"));
    }

    private List<Wiring> wirings() {
        StandardStream file =
                StandardStream.appendTo(directory.resolve("output").toString());
        return List.of(
                Wiring.WORKER,
                Wiring.SILENT,
                new Wiring(PIPE, PIPE, PIPE, true),
                new Wiring(PIPE, PIPE, PIPE, false),
                new Wiring(INHERITED, file, INHERITED, false),
                new Wiring(PIPE, file, NONE, true));
    }

    private List<String> expected(Wiring wiring) throws IOException {
        List<String> expected = new ArrayList<>();
        List<StandardStream> streams = List.of(wiring.input(), wiring.output(), wiring.error());
        for (int number = 0; number < streams.size(); number++) {
            StandardStream stream = streams.get(number);
            expected.add(number + " "
                    + switch (stream.kind()) {
                        case PIPE -> "pipe";
                        case NULL_DEVICE -> "/dev/null";
                        case FILE -> stream.file();
                        case INHERITED -> OpenDescriptors.target(number).replaceFirst(":.*", "");
                    });
        }
        if (wiring.channel()) {
            expected.add("3 socket");
        }
        return expected;
    }

    private static SpawnRequest request(List<String> command, Wiring wiring, @Nullable String workingDirectory) {
        return new SpawnRequest(
                command.get(0),
                command,
                List.of("PATH=/usr/bin:/bin"),
                wiring,
                workingDirectory,
                PosixSpawn.Group.OWN,
                Priority.EQUAL,
                "test");
    }

    /** How the process ended, or why it did not start. Closes this process's ends. */
    private String outcome(SpawnRequest request) throws Exception {
        Outcome outcome = spawn(request);
        Child child = outcome.child();
        if (child == null) {
            return String.valueOf(outcome.failure());
        }
        String status = outcome.exited().get(10, TimeUnit.SECONDS).toString();
        if (request.wiring().channel()) {
            child.channel().close();
        }
        close(child.input());
        close(child.output());
        close(child.error());
        return status;
    }

    private static void close(@Nullable Fd end) {
        if (end != null) {
            end.close();
        }
    }

    private Outcome spawn(SpawnRequest request) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        CompletableFuture<ExitStatus> exited = new CompletableFuture<>();
        spawner.spawn(() -> request, new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                ExitWatch.start(conductor, child.pid(), exited::complete);
                outcome.complete(new Outcome(child, null, exited));
            }

            @Override
            public void failed(IOException reason) {
                outcome.complete(new Outcome(null, reason.getMessage(), exited));
            }
        });
        return outcome.get(10, TimeUnit.SECONDS);
    }

    private static List<String> descriptors() throws IOException {
        return OpenDescriptors.of("pipe:", "socket:");
    }
}
