package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master in a control group with little memory, as in a container. */
final class ContainerIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private Path group = Path.of("");

    @BeforeEach
    void makeGroup() {
        boolean one = Files.exists(VERSION_1.resolve("memory.limit_in_bytes"));
        group = (one ? VERSION_1 : VERSION_2)
                .resolve("baton-it-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve(one ? "memory.limit_in_bytes" : "memory.max"), "300m");
        } catch (IOException e) {
            assumeTrue(false, "no control group can be made here: " + e);
        }
    }

    @AfterEach
    void removeGroup() throws IOException {
        // A group can be removed once the last process in it is gone, which the kernel may take a moment for.
        await().atMost(LIMIT).ignoreException(IOException.class).until(() -> Files.deleteIfExists(group));
    }

    @Test
    void itsMemoryIsTheContainersAndNotTheMachines() {
        try (MasterProcess master = inGroup().decidingSpares().start()) {
            master.awaitReady(2);
            ApplicationEvent.Started started = master.awaitEvent(ApplicationEvent.Started.class, any -> true);
            assertThat(started.workers()).isEqualTo(2);
            assertThat(started.spares()).isZero();
            String facts = started.facts();
            assertThat(facts).startsWith("2 workers, ").endsWith(" MB of memory available; limited to 300 MB");
            assertThat(Integer.parseInt(facts.split(" ", -1)[2])).isBetween(100, 300);
        }
    }

    @Test
    void theKernelKillsAWorkerThatEatsAllMemoryAndNotTheMaster() throws IOException {
        try (MasterProcess master = inGroup().start(NodeProgram.path("app.js"))) {
            master.awaitReady(2);
            List<Integer> workers = master.children();
            for (int worker : workers) {
                assertThat(oomScore(worker)).isGreaterThan(oomScore(master.pid()));
            }
            int port = NodeProgram.port(master);
            try {
                HttpClient.get(port, "/eat");
            } catch (IOException e) {
                // Its worker is killed, and the kernel tells the client.
            }
            master.awaitEvent(WorkerEvent.Died.class, died -> died.end().equals("SIGKILL"));
            master.awaitReady(3);
            assertThat(HttpClient.workerPid(port)).isIn(master.children());
        }
    }

    private MasterCommand inGroup() {
        return new MasterCommand().after("echo $$ > " + group.resolve("cgroup.procs"));
    }

    private static int oomScore(int pid) throws IOException {
        return Integer.parseInt(Files.readString(Path.of("/proc", String.valueOf(pid), "oom_score_adj"))
                .strip());
    }
}
