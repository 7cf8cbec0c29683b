package io.baton.master.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeLockTest {

    @TempDir
    private Path home = Path.of("");

    @Test
    void onlyOneMasterHasTheLockOfAHomeAndAfterItTheNext() throws IOException {
        HomeLock first = Objects.requireNonNull(HomeLock.take(home));
        assertThat(HomeLock.take(home)).isNull();
        // Unlike a lock by FileChannel it survives a look into the file.
        assertThat(Files.readString(first.directory().resolve("lock"))).isEmpty();
        assertThat(HomeLock.take(home)).isNull();
        first.close();
        HomeLock second = Objects.requireNonNull(HomeLock.take(home));
        second.close();
    }

    @Test
    void theDirectoryIsItsUsersAlone() throws IOException {
        try (HomeLock lock = Objects.requireNonNull(HomeLock.take(home))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.directory())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aDirectoryInWhichOthersCanWriteIsRefused() throws IOException {
        Path run = Files.createDirectory(home.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> HomeLock.take(home)).hasMessageContaining("is not a directory of this user alone");
        assertThat(run.resolve("lock")).doesNotExist();
    }

    @Test
    void aLinkInThePlaceOfTheDirectoryIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"), Home.PRIVATE);
        Files.createSymbolicLink(home.resolve("run"), elsewhere);
        assertThatThrownBy(() -> HomeLock.take(home)).hasMessageContaining("no symbolic link");
        assertThat(elsewhere).isEmptyDirectory();
    }
}
