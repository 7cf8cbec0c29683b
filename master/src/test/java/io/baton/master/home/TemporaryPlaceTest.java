package io.baton.master.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletes what masters without a home leave in the temporary directory. */
final class TemporaryPlaceTest {

    @TempDir
    private Path parent = Path.of("");

    @Test
    void thePlaceOfADeadMasterIsDeletedWithItsContents() throws IOException {
        Path left = place("baton-library-1");
        Files.createDirectories(left.resolve("app/1-2-3-4/0"));
        TemporaryPlace.deleteAbandoned(parent);
        assertThat(left).doesNotExist();
    }

    @Test
    void thePlaceThatALivingMasterHasLockedStays() throws IOException {
        Path used = place("baton-library-1");
        try (Flock lock = Flock.shared(used)) {
            assertThat(lock).isNotNull();
            TemporaryPlace.deleteAbandoned(parent);
            assertThat(used.resolve("worker.jar")).exists();
        }
    }

    @Test
    void aNewPlaceStays() throws IOException {
        Path begun = Files.createDirectory(parent.resolve("baton-library-1"), Home.PRIVATE);
        TemporaryPlace.deleteAbandoned(parent);
        assertThat(begun).exists();
    }

    @Test
    void nothingElseIsTouched() throws IOException {
        Path named = place("baton-library-notes");
        Path others = place("baton-library-1");
        Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(parent.resolve("baton-library-2"), named);
        TemporaryPlace.deleteAbandoned(parent);
        assertThat(named.resolve("worker.jar")).exists();
        assertThat(others.resolve("worker.jar")).exists();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aParentInWhichOthersCouldReplaceThePlaceIsReportedAsARisk() throws IOException {
        assertThat(TemporaryPlace.risk(parent)).isNull();
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(TemporaryPlace.risk(parent))
                .startsWith(parent + " can be written by others, who could replace what is in it (mode 777, ");
        Files.setAttribute(parent, "unix:mode", 01777);
        assertThat(TemporaryPlace.risk(parent)).isNull();
    }

    private Path place(String name) throws IOException {
        Path place = Files.createDirectory(parent.resolve(name), Home.PRIVATE);
        Files.writeString(place.resolve("worker.jar"), "");
        return place;
    }
}
