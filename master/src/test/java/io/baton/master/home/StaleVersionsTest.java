package io.baton.master.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaleVersionsTest {

    @TempDir
    private Path lib = Path.of("");

    private Path current = Path.of("");

    @BeforeEach
    void unpackCurrent() throws IOException {
        current = version("current", 4);
    }

    @Test
    void theCurrentVersionAndTheNewestOtherStay() throws IOException {
        Path oldest = version("a", 1);
        Path older = version("c", 2);
        Path newer = version("b", 3);
        StaleVersions.remove(lib, current, 2);
        assertThat(current).exists();
        assertThat(newer).exists();
        assertThat(older).doesNotExist();
        assertThat(oldest).doesNotExist();
    }

    @Test
    void theCurrentVersionStaysEvenIfAllOthersLookNewer() throws IOException {
        Path future = version("future", 50);
        Path farFuture = version("far-future", 60);
        StaleVersions.remove(lib, current, 2);
        assertThat(current.resolve("worker.jar")).exists();
        assertThat(farFuture).exists();
        assertThat(future).doesNotExist();
    }

    @Test
    void allOfFewVersionsStay() throws IOException {
        Path other = version("other", 1);
        StaleVersions.remove(lib, current, 2);
        assertThat(current).exists();
        assertThat(other).exists();
    }

    @Test
    void aDirectoryThatAnotherMasterIsFillingStays() throws IOException {
        version("a", 8);
        try (Unpacking unpacking = Unpacking.beside(current)) {
            unpacking.lock();
            Path file = Files.writeString(unpacking.directory().resolve("worker.jar"), "half");
            StaleVersions.remove(lib, current, 2);
            assertThat(file).exists();
        }
    }

    @Test
    void aDirectoryThatAKilledMasterWasFillingIsDeletedAtOnce() throws IOException {
        Path abandoned = version(".new-123", Instant.now().getEpochSecond());
        StaleVersions.removeAbandoned(lib);
        assertThat(abandoned).doesNotExist();
        assertThat(current.resolve("worker.jar")).exists();
    }

    @Test
    void aNewDirectoryStaysUntilItsMasterMustHaveLockedIt() throws IOException {
        Path begun = Files.createDirectory(lib.resolve(".new-1"));
        Files.writeString(begun.resolve("libjffi-1.2.so"), "half");
        StaleVersions.removeAbandoned(lib);
        assertThat(begun).exists();
        Files.setLastModifiedTime(begun, FileTime.from(Instant.now().minusSeconds(100)));
        StaleVersions.removeAbandoned(lib);
        assertThat(begun).doesNotExist();
    }

    @Test
    void unfinishedFilesAreDeletedOnceAnotherMasterHasFinishedTheSame() throws IOException {
        Path old = old("master-17.jsa.4711");
        Path only = old("master-25.jsa.4711");
        Path seal = old("files.seal.4711");
        Path young = Files.writeString(current.resolve("master-17.jsa.4712"), "");
        for (String name : List.of("master-17.jsa", "files.seal")) {
            old(name);
        }
        StaleVersions.removeUnfinished(current);
        assertThat(old).doesNotExist();
        assertThat(seal).doesNotExist();
        assertThat(List.of(only, young, current.resolve("master-17.jsa"), current.resolve("files.seal")))
                .allMatch(Files::exists);
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path precious = version("precious", 9);
        version("a", 8);
        Path link = Files.createSymbolicLink(lib.resolve("link"), precious);
        StaleVersions.remove(lib, current, 2);
        assertThat(link).isSymbolicLink();
        assertThat(precious.resolve("worker.jar")).exists();
    }

    @Test
    void aDirectoryIsDeletedWithItsContentsAndNotTheTargetsOfItsLinks() throws IOException {
        Path deep = Files.createDirectories(current.resolve("directory/inside"));
        Path precious = Files.writeString(lib.resolve("precious"), "");
        Files.createSymbolicLink(deep.resolve("link"), precious);
        Files.createSymbolicLink(deep.resolve("all"), lib);
        DirectoryTree.delete(current);
        assertThat(current).doesNotExist();
        assertThat(precious).exists();
    }

    @Test
    void aDirectoryThatCannotBeDeletedIsNoError() {
        DirectoryTree.delete(lib.resolve("nothing"));
        DirectoryTree.delete(Path.of("/proc/self/fdinfo"));
        assertThat(current).exists();
    }

    private Path old(String name) throws IOException {
        Path file = Files.writeString(current.resolve(name), "");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
    }

    private Path version(String name, long seconds) throws IOException {
        Path directory = Files.createDirectory(lib.resolve(name));
        Files.writeString(directory.resolve("worker.jar"), name);
        return Files.setLastModifiedTime(directory, FileTime.fromMillis(seconds * 1_000));
    }
}
