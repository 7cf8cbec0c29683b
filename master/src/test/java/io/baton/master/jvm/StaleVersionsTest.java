package io.baton.master.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
    void fewVersionsAllStay() throws IOException {
        Path other = version("other", 1);
        StaleVersions.remove(lib, current, 2);
        assertThat(current).exists();
        assertThat(other).exists();
    }

    @Test
    void whatAnotherMasterIsUnpackingStays() throws IOException {
        version("a", 8);
        Path unpacking = version(".new-123", Instant.now().getEpochSecond() - 60);
        StaleVersions.remove(lib, current, 2);
        assertThat(unpacking.resolve("worker.jar")).exists();
    }

    @Test
    void whatAMasterWasUnpackingWhenItWasKilledGoes() throws IOException {
        Path abandoned = version(".new-123", Instant.now().getEpochSecond() - 4_000);
        StaleVersions.remove(lib, current, 2);
        assertThat(abandoned).doesNotExist();
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
    void whatCannotBeRemovedStays() throws IOException {
        version("newer", 3);
        Path stubborn = version("stubborn", 1);
        Files.createDirectories(stubborn.resolve("directory/inside"));
        Files.setLastModifiedTime(stubborn, FileTime.fromMillis(1_000));
        StaleVersions.remove(lib, current, 2);
        assertThat(lib.resolve(".new-stubborn/directory/inside")).exists();
    }

    @Test
    void deletingWhatIsNotThereIsNoError() {
        StaleVersions.delete(lib.resolve("nothing"));
        assertThat(current).exists();
    }

    private Path version(String name, long seconds) throws IOException {
        Path directory = Files.createDirectory(lib.resolve(name));
        Files.writeString(directory.resolve("worker.jar"), name);
        return Files.setLastModifiedTime(directory, FileTime.fromMillis(seconds * 1_000));
    }
}
