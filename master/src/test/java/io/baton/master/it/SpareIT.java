package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spare is ready and has no traffic until a slot needs a worker. */
final class SpareIT {

    /** A spare's process retires when a file says so, and ends when another one does. */
    private static final String TIRED =
            """
            package user;
            import io.baton.worker.spi.*;
            import io.netty.channel.Channel;
            import java.io.*;
            public final class Tired implements Application {
                private volatile boolean tired;
                @Override public void start(Worker worker) {
                    Thread watch = new Thread(() -> {
                        waitAt("retire");
                        tired = true;
                        worker.retire("tired");
                    });
                    watch.setDaemon(true);
                    if (System.getenv("BATON_INSTANCE") == null) watch.start();
                }
                @Override public void initialize(Channel channel) {}
                @Override public void stop() {
                    if (tired) waitAt("end");
                }
                private static void waitAt(String gate) {
                    try (InputStream in = new FileInputStream(new File(System.getenv("GATES"), gate))) {
                        in.read();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            """;

    @Test
    void aSpareTakesTheSlotOfADeadWorkerAndAnotherSpareIsStarted() throws IOException {
        MasterProcess master = MasterProcess.start("-i", "1", "--spares", "1");
        master.awaitReady(2);
        try (Trial trial = Trial.of(master, 2)) {
            int worker = master.readyPids().get(0);
            int spare = master.readyPids().get(1);
            assertThat(trial.worker()).as("a spare has no traffic").isEqualTo(worker);
            trial.load(100);
            Set<Integer> accepted = trial.strike(worker, Processes.SIGKILL);
            assertThat(trial.worker()).isEqualTo(spare);
            WorkerEvent.TookSlot took = master.awaitEvent(WorkerEvent.TookSlot.class, any -> true);
            assertThat(took.worker().pid()).isEqualTo(spare);
            assertThat(took.worker().name()).isEqualTo("spare 2");
            assertThat(took.slotName()).isEqualTo("worker 1");
            master.awaitReady(3);
            trial.requireAllAnsweredBut(accepted);
            trial.requireHealed();
        }
    }

    @Test
    void aSpareThatDiesOrIsToldToEndHasASuccessorAndTheOtherSpareStays() {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--spares", "2")) {
            master.awaitReady(3);
            Proc.signal(master.readyPids().get(1), Processes.SIGKILL);
            master.awaitReady(4);
            int asked = master.readyPids().get(3);
            Proc.signal(asked, Processes.SIGTERM);
            assertThat(master.awaitStep(asked, WorkerState.EXITED).reason()).isEqualTo("exit code 0");
            master.awaitReady(5);
            assertThat(master.children()).hasSize(3);
            assertThat(master.events(WorkerEvent.TookSlot.class)).isEmpty();
            assertThat(master.events(WorkerEvent.Died.class))
                    .noneMatch(died -> died.worker().pid() == asked);
        }
    }

    @Test
    void aSpareThatRetiresIsReplacedBeforeItsEnd(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(directory, "Tired", TIRED);
        try (Gate retire = new Gate(directory.resolve("retire"));
                Gate end = new Gate(directory.resolve("end"));
                MasterProcess master = new MasterCommand()
                        .environment("GATES", directory.toString())
                        .start("-i", "1", "--spares", "1", jar.toString())) {
            master.awaitReady(2);
            int tired = master.readyPids().get(1);
            retire.letPass(1);
            WorkerEvent.Stepped retires = master.awaitStep(tired, WorkerState.DRAINING);
            assertThat(retires.worker().name()).isEqualTo("spare 2");
            assertThat(retires.from()).isEqualTo(WorkerState.READY);
            assertThat(retires.reason()).isEqualTo("retires: tired");
            master.awaitReady(3);
            assertThat(master.children()).contains(tired).hasSize(3);
            end.letPass(1);
            assertThat(master.awaitStep(tired, WorkerState.EXITED).reason()).isEqualTo("exit code 1");
            assertThat(master.children()).hasSize(2);
        }
    }
}
