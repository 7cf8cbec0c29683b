package io.baton.master.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassArchiveTest {

    private static final boolean AOT = Runtime.version().feature() >= 25;

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");
    private ClassArchive archive = new ClassArchive(new WorkerLibrary(directory), true);

    @BeforeEach
    void inItsDirectory() {
        archive = new ClassArchive(new WorkerLibrary(directory), true);
        file = directory.resolve("worker-" + Jdk.keyIn(directory) + (AOT ? ".aot" : ".jsa"));
    }

    @Test
    void aWorkerStartsWithoutAnArchiveWhileThereIsNone() {
        assertThat(archive.needsTraining()).isTrue();
        assertThat(archive.useFlags()).isEmpty();
    }

    @Test
    void workersStartFromTheArchiveOnceItIsKept() throws IOException {
        ClassArchive.Training training = claim();
        Files.writeString(training.output(), "classes");
        assertThat(archive.needsTraining()).as("before it is kept").isTrue();
        assertThat(training.keep()).isTrue();
        assertThat(file).hasContent("classes");
        assertThat(archive.needsTraining()).isFalse();
        assertThat(archive.useFlags()).first().isEqualTo((AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
    }

    @Test
    void aWorkerStartsWithoutAnArchiveThatDoesNotFit() throws IOException {
        keep("of another JVM");
        // AOT caches are optional unless a flag says otherwise.
        assertThat(archive.useFlags()).hasSize(AOT ? 1 : 2);
        if (!AOT) {
            assertThat(archive.useFlags()).contains("-Xshare:auto");
        }
    }

    @Test
    void aTrainedWorkerLeavesItsArchiveBesideTheOneInUse() {
        ClassArchive.Training training = claim();
        assertThat(training.output().getParent()).isEqualTo(directory);
        assertThat(training.output()).isNotEqualTo(file);
        assertThat(archive.trainFlags(training.output()))
                .containsExactly((AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + training.output());
        training.discard();
    }

    @Test
    void onlyOneTrainsAtATime() {
        ClassArchive.Training training = claim();
        assertThat(archive.claim()).isNull();
        assertThat(new ClassArchive(new WorkerLibrary(directory), true).claim()).isNull();
        training.discard();
        claim().discard();
    }

    @Test
    void aTrainingWithoutOutputKeepsNothingAndLetsTheNextOneTry() {
        assertThat(claim().keep()).isFalse();
        assertThat(archive.needsTraining()).isTrue();
        claim().discard();
    }

    @Test
    void aDiscardedTrainingLeavesNoOutput() throws IOException {
        ClassArchive.Training training = claim();
        Files.writeString(training.output(), "half");
        training.discard();
        assertThat(training.output()).doesNotExist();
        assertThat(archive.useFlags()).isEmpty();
    }

    @Test
    void noMasterTrainsWhereNothingCanBeWritten() {
        assertThat(new ClassArchive(new WorkerLibrary(directory.resolve("gone")), true).claim())
                .isNull();
    }

    @Test
    void anUnwantedArchiveIsNeitherTrainedNorUsed() throws IOException {
        ClassArchive unwanted = new ClassArchive(new WorkerLibrary(directory), false);
        assertThat(unwanted.needsTraining()).isFalse();
        keep("classes");
        assertThat(unwanted.useFlags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "class", "clasSes", "classes and more"})
    void aDamagedArchiveIsNotUsedAndMadeAgain(String damaged) throws IOException {
        keep("classes");
        Files.writeString(file, damaged);
        assertThat(archive.useFlags()).as("under a master that runs").isEmpty();
        ClassArchive next = new ClassArchive(new WorkerLibrary(directory), true);
        assertThat(file).as("at the next start").doesNotExist();
        assertThat(next.needsTraining()).isTrue();
    }

    @Test
    void anArchiveWithoutASealIsNotUsed() throws IOException {
        Files.writeString(file, "whose machine lost its power");
        assertThat(archive.useFlags()).isEmpty();
        assertThat(archive.needsTraining()).isTrue();
    }

    @Test
    void anArchiveThatWasOnlyCopiedIsUsed() throws IOException {
        keep("classes");
        Path copy = Files.copy(file, directory.resolve("copy"));
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
        ClassArchive next = new ClassArchive(new WorkerLibrary(directory), true);
        assertThat(next.needsTraining()).isFalse();
        assertThat(next.useFlags()).isNotEmpty();
    }

    @Test
    void workersStartWithoutAnArchiveAfterOneCrashedAtItsStart() throws IOException {
        keep("classes");
        archive.suspect("worker 1");
        assertThat(archive.useFlags()).isEmpty();
        assertThat(file).doesNotExist();
    }

    private void keep(String content) throws IOException {
        ClassArchive.Training training = claim();
        Files.writeString(training.output(), content);
        assertThat(training.keep()).isTrue();
    }

    private ClassArchive.Training claim() {
        return Objects.requireNonNull(archive.claim(), "claimed by another master");
    }
}
