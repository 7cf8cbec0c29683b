package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Supervision;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerId;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.spawn.Spawner;
import io.baton.master.totals.Totals;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real process of a worker gets the right descriptors, and is dead when it should be. */
final class ChildProcessIT {

    private static final DeafConsole DEAF = new DeafConsole();

    private static Conductor conductor;
    private static Spawner spawner;

    @BeforeAll
    static void start() {
        conductor = Conductor.start();
        spawner = new PosixSpawner(conductor);
    }

    @AfterAll
    static void stop() {
        DEAF.close();
        conductor.stop();
    }

    @Test
    void aGrandchildThatKeepsTheChannelOpenDoesNotKeepTheWorkerAlive() throws Exception {
        // The grandchild lives until the master closes the channel, when it counts the worker as dead.
        assertThat(run("(read line <&3) & exit 4").get(10, TimeUnit.SECONDS)).hasToString("exit code 4");
    }

    @Test
    void itHasNoDescriptorsButItsOwn() throws Exception {
        // The descriptors are 0 (/dev/null), 1, 2 and 3 (the channel), and one that ls itself opens, the directory.
        // glibc's
        // posix_spawn leaves two signals of its own ignored, 32 and 33.
        ExitStatus status = run("test \"$(ls /proc/self/fd | tr '\\n' ' ')\" = '0 1 2 3 4 ' || exit 9; "
                        + "test \"$(readlink /proc/self/fd/0)\" = /dev/null || exit 8; "
                        + "grep -q 'SigBlk:.0000000000000000' /proc/self/status || exit 7; "
                        + "grep -qE 'SigIgn:.0000000180000000|SigIgn:.0{16}' /proc/self/status || exit 6; "
                        + "test \"$(cut -d' ' -f5 /proc/$$/stat)\" = $$ || exit 5")
                .get(20, TimeUnit.SECONDS);
        assertThat(status).hasToString("exit code 0");
    }

    private static CompletableFuture<ExitStatus> run(String script) {
        CompletableFuture<ExitStatus> exited = new CompletableFuture<>();
        SpawnRequest request = new SpawnRequest(List.of("sh", "-c", script), List.of("PATH=/usr/bin:/bin"), false);
        long startedAt = System.nanoTime();
        spawner.spawn(() -> request, new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                ApplicationJournal journal = new ApplicationJournal(new Journal(conductor), "test", "");
                ProcessLauncher.start(
                        new WorkerId("test", "worker", 0, child.pid()),
                        child,
                        startedAt,
                        conductor,
                        conductor,
                        Supervision.DEFAULT,
                        DEAF.remains(child, journal),
                        journal,
                        new Totals().of("test"),
                        new DeathWatch(exited));
            }

            @Override
            public void failed(IOException reason) {
                exited.completeExceptionally(new AssertionError(reason));
            }
        });
        return exited;
    }

    private static final class DeathWatch extends IgnoredEvents {

        private final CompletableFuture<ExitStatus> exited;

        DeathWatch(CompletableFuture<ExitStatus> exited) {
            this.exited = exited;
        }

        @Override
        public void dead(WorkerHandle worker, ExitStatus status) {
            // A group is told of a death when the process is reaped, not before.
            assertThat(Processes.waitpid(worker.pid())).isNegative();
            exited.complete(status);
        }
    }
}
