package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The processes that workers start end with their worker, unless they left its process group. */
@Timeout(120)
final class DescendantsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The master becomes the parent of orphans, as process 1 of a container is (prctl(2), PR_SET_CHILD_SUBREAPER). */
    private static final String SUBREAPER =
            "exec perl -e 'syscall(`uname -m` =~ /aarch64/ ? 167 : 157, 36, 1, 0, 0, 0); exec @ARGV' \"$@\"";

    private final List<Integer> survivors = new ArrayList<>();

    private record Children(int inGroup, int detached) {}

    @AfterEach
    void endSurvivors() {
        survivors.forEach(pid -> Proc.signal(pid, Processes.SIGKILL));
    }

    @Test
    void theChildrenOfAKilledWorkerAndOfAStoppedMasterEndUnlessTheyLeftItsGroup() throws IOException {
        try (MasterProcess master = NodeProgram.ready("app.js")) {
            int port = NodeProgram.port(master);
            Children ofKilled = children(port);
            Proc.signal(parent(ofKilled.inGroup), Processes.SIGKILL);
            await().atMost(LIMIT).until(() -> !lives(ofKilled.inGroup));
            master.awaitReady(3);
            Children ofStopped = children(port);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(LIMIT)).isZero();
            assertThat(lives(ofStopped.inGroup)).isFalse();
            assertThat(lives(ofKilled.detached)).isTrue();
            assertThat(lives(ofStopped.detached)).isTrue();
        }
    }

    @Test
    void withKillTreeOffTheyLiveOn() throws IOException {
        try (MasterProcess master = NodeProgram.ready("app.js", "--kill-tree", "off")) {
            Children children = children(NodeProgram.port(master));
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(LIMIT)).isZero();
            assertThat(lives(children.inGroup)).isTrue();
            Proc.signal(children.inGroup, Processes.SIGKILL);
        }
    }

    @Test
    void aMasterThatAdoptsOrphansLeavesNoZombies() throws IOException {
        try (MasterProcess master = new MasterCommand().after(SUBREAPER).start(NodeProgram.path("app.js"))) {
            master.awaitReady(2);
            int orphan = Integer.parseInt(
                    HttpClient.get(NodeProgram.port(master), "/orphan").body().strip());
            assertThat(parent(orphan)).isEqualTo(master.pid());
            await().atMost(LIMIT).until(() -> !Files.exists(Path.of("/proc", String.valueOf(orphan))));
            int worker = master.children().get(0);
            Proc.signal(worker, Processes.SIGKILL);
            assertThat(master.awaitDeath(worker).end()).isEqualTo("SIGKILL");
        }
    }

    private Children children(int port) throws IOException {
        String[] pids = HttpClient.get(port, "/children").body().split(" ", -1);
        Children children = new Children(Integer.parseInt(pids[0]), Integer.parseInt(pids[1]));
        survivors.add(children.detached);
        return children;
    }

    private static boolean lives(int pid) {
        return !state(pid).isEmpty() && !state(pid).startsWith("Z");
    }

    private static int parent(int pid) {
        return Integer.parseInt(state(pid).split(" ", 3)[1]);
    }

    /** State and parent (proc(5), stat); empty if there is no such process. */
    private static String state(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return "";
        }
    }
}
