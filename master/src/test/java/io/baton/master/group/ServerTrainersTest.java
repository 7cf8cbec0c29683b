package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.GroupConfig;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.Jdk;
import io.baton.master.program.Program;
import io.baton.master.program.Trainable;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.worker.FakeChild;
import io.baton.master.worker.FakeLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an archive of an application is made, and what a master does that cannot make it. */
final class ServerTrainersTest {

    private static final long DELAY_MS = 10_000;
    private static final long SETTLE_MS = 5_000;
    private static final long ENOUGH = 1L << 30;

    @TempDir
    private Path directory = Path.of("");

    private final ManualClock clock = new ManualClock();
    private final FakeLauncher launcher = new FakeLauncher(clock, GroupConfig.BUILT_IN.supervision());
    private final ApplicationJournal journal = new ApplicationJournal(new Journal(clock), "shop", "shop ");

    private long memory = ENOUGH;

    private final ServerTrainers trainers = new ServerTrainers(clock, Runnable::run, Runnable::run, () -> memory);

    @Test
    void aWorkerStartsInTheBackgroundIsReadyIsGivenTimeAndLeavesItsArchive() throws IOException {
        Server shop = new Server("shop");
        trained(shop);
        assertThat(launcher.waiting()).as("the machine is the workers' first").isEmpty();
        clock.advanceMs(DELAY_MS);
        assertThat(launcher.waiting()).containsExactly("archive trainer");
        assertThat(trainers.isTraining()).isTrue();
        FakeChild child = launcher.starts().online().asks(8080);
        assertThat(trainers.owns(child.worker().pid())).isTrue();
        child.listens();
        assertThat(child.state()).isEqualTo(WorkerState.READY);
        clock.advanceMs(SETTLE_MS);
        assertThat(child.state()).isEqualTo(WorkerState.DRAINING);
        Files.writeString(directory.resolve("shop").resolve(shop.output()), "classes");
        child.exits(0);
        clock.advanceMs(0);
        assertThat(shop.archive().needsTraining()).isFalse();
        assertThat(trainers.isTraining()).isFalse();
        trained(shop);
        clock.advanceMs(DELAY_MS);
        assertThat(launcher.waiting()).as("there is an archive").isEmpty();
    }

    @Test
    void anApplicationWhoseTrainingFailsIsNotTrainedAgainAndAnotherIsTrained() {
        Server shop = new Server("shop");
        trained(shop);
        trained(new Server("blog"));
        clock.advanceMs(DELAY_MS);
        assertThat(launcher.waiting()).as("one after the other").hasSize(1);
        launcher.starts().online().exits(1);
        clock.advanceMs(0);
        assertThat(launcher.waiting()).hasSize(1);
        launcher.fails();
        trained(shop);
        clock.advanceMs(DELAY_MS);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void withoutEnoughMemoryNothingIsTrained() {
        memory = ENOUGH / 2;
        trained(new Server("shop"));
        clock.advanceMs(DELAY_MS);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(trainers.isTraining()).isFalse();
    }

    @Test
    void theTrainingEndsWithItsApplicationAndWithTheMaster() {
        Server shop = new Server("shop");
        trained(shop);
        clock.advanceMs(DELAY_MS);
        FakeChild child = launcher.starts().online();
        trainers.ends(shop);
        assertThat(child.signals()).containsExactly(9);
        child.isKilled();
        clock.advanceMs(0);
        trained(new Server("blog"));
        trainers.stop();
        clock.advanceMs(DELAY_MS);
        assertThat(launcher.waiting()).isEmpty();
    }

    private void trained(Server server) {
        trainers.workersReady(server, launcher, journal);
    }

    /** An application with an archive of its own, in a directory of its name. */
    private final class Server implements Program, Trainable {

        private final String name;
        private final ClassArchive archive;

        Server(String name) {
            this.name = name;
            try {
                this.archive = ClassArchive.ofServer(Files.createDirectories(directory.resolve(name)), "key", Jdk.OWN);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** The name of the file that the training worker writes. */
        String output() {
            try (Stream<Path> files = Files.list(directory.resolve(name))) {
                assertThat(files).as("the training is claimed").hasSize(1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return "server-key" + (Jdk.OWN.version() >= ClassArchive.AOT ? ".aot" : ".jsa") + ".new";
        }

        @Override
        public ClassArchive archive() {
            return archive;
        }

        @Override
        public SpawnRequest forTraining(Path output) {
            return forSlot(0, 1);
        }

        @Override
        public @Nullable SpawnRequest completion(Path output) {
            return null;
        }

        @Override
        public Trainable trainable() {
            return this;
        }

        @Override
        public SpawnRequest forSlot(int id, int workers) {
            return new SpawnRequest(List.of(name), List.of(), true);
        }

        @Override
        public SpawnRequest forSpare(int id, int workers) {
            return forSlot(id, workers);
        }
    }
}
