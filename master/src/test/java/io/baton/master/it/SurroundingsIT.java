package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.ApplicationEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master whose jar, directory or streams are taken away serves on, replaces its workers and stops in order. */
final class SurroundingsIT {

    private static final int JAR_SIZE = 11_000_000;

    @Test
    void itsJarMayBeDeleted(@TempDir Path directory) throws IOException {
        Path jar = Files.copy(MasterCommand.packagedJar(), directory.resolve("copy.jar"));
        try (MasterProcess master = new MasterCommand().jar(jar).start()) {
            master.awaitReady(2);
            Files.delete(jar);
            requireReplacesAndStops(master);
        }
    }

    /** As by cp(1), which writes into the file that the running JVM has open. */
    @Test
    void itsJarMayBeOverwritten(@TempDir Path directory) throws IOException {
        Path jar = Files.copy(MasterCommand.packagedJar(), directory.resolve("copy.jar"));
        byte[] noise = new byte[JAR_SIZE];
        new Random(1).nextBytes(noise);
        try (MasterProcess master = new MasterCommand().jar(jar).start()) {
            master.awaitReady(2);
            Files.write(jar, noise);
            requireReplacesAndStops(master);
            assertThat(master.output()).noneMatch(line -> line.contains("NoClassDefFoundError"));
        }
    }

    /** As by a supervisor that does not care for its children, or that blocks signals around its forks. */
    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void itMayBeStartedWithSignalsIgnoredAndBlocked(String exec) throws IOException {
        try (MasterProcess master = new MasterCommand()
                .environment("BATON_EXEC", exec)
                .after("exec env --ignore-signal=CHLD --block-signal=TTIN,USR1,TERM \"$@\"")
                .start()) {
            master.awaitReady(2);
            int killed = master.children().get(0);
            Proc.signal(killed, Processes.SIGKILL);
            assertThat(master.awaitDeath(killed).end()).isEqualTo("SIGKILL");
            master.awaitReady(3);
            Proc.signal(master.pid(), Processes.SIGTTIN);
            assertThat(master.awaitEvent(ApplicationEvent.Grew.class, any -> true)
                            .workers())
                    .isEqualTo(3);
            master.awaitReady(4);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void itsWorkingDirectoryMayBeDeleted(@TempDir Path directory) throws IOException {
        Path current = Files.createDirectory(directory.resolve("current"));
        try (MasterProcess master = new MasterCommand().after("cd " + current).start()) {
            master.awaitReady(2);
            Files.delete(current);
            requireReplacesAndStops(master);
        }
    }

    @Test
    void itsOutputNeedNotBeRead() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            int killed = master.children().get(0);
            master.stopListening();
            Proc.signal(killed, Processes.SIGKILL);
            requireReplaced(master, port, killed);
            requireStops(master);
        }
    }

    @Test
    void itNeedsNeitherInputNorOutput() throws IOException {
        int port = MasterCommand.freePort();
        try (MasterProcess master =
                new MasterCommand().after("exec <&- >&- 2>&-").start("--port", "" + port)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> answers(port));
            int killed = HttpClient.workerPid(port);
            Proc.signal(killed, Processes.SIGKILL);
            requireReplaced(master, port, killed);
            requireStops(master);
        }
    }

    private static void requireReplacesAndStops(MasterProcess master) throws IOException {
        int killed = master.readyPids().get(0);
        Proc.signal(killed, Processes.SIGKILL);
        master.awaitReady(3);
        requireReplaced(master, master.port(), killed);
        requireStops(master);
    }

    private static void requireReplaced(MasterProcess master, int port, int killed) throws IOException {
        int last = HttpClient.workerPid(port);
        assertThat(last).isNotEqualTo(killed);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> HttpClient.workerPid(port) != last);
        assertThat(master.children()).hasSize(2).doesNotContain(killed);
    }

    private static void requireStops(MasterProcess master) {
        Proc.signal(master.pid(), Processes.SIGTERM);
        assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
    }

    private static boolean answers(int port) {
        try {
            return HttpClient.get(port, "/").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
