package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlockTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aSharedLockAllowsOtherSharedLocksAndNoExclusiveOne() throws IOException {
        Flock first = shared();
        Flock second = shared();
        assertThat(Flock.exclusive(directory)).isNull();
        first.close();
        assertThat(Flock.exclusive(directory)).isNull();
        second.close();
        try (Flock alone = Objects.requireNonNull(Flock.exclusive(directory))) {
            assertThat(alone.isAtItsPath()).isTrue();
            assertThat(Flock.shared(directory)).isNull();
        }
    }

    @Test
    void theLockIsKeptWhenTheSameDirectoryIsReadAndClosed() throws IOException {
        try (Flock held = shared()) {
            try (var entries = Files.list(directory)) {
                assertThat(entries).isEmpty();
            }
            assertThat(Flock.exclusive(directory)).isNull();
            assertThat(held.isAtItsPath()).isTrue();
        }
    }

    @Test
    void aLockNoticesThatItsDirectoryWasReplaced() throws IOException {
        Path locked = Files.createDirectory(directory.resolve("locked"));
        try (Flock held = Objects.requireNonNull(Flock.shared(locked))) {
            Files.move(locked, directory.resolve("away"));
            assertThat(held.isAtItsPath()).isFalse();
            Files.createDirectory(locked);
            assertThat(held.isAtItsPath()).isFalse();
        }
    }

    @Test
    void aMissingFileCannotBeLocked() {
        Path nothing = directory.resolve("nothing");
        assertThatThrownBy(() -> Flock.shared(nothing)).hasMessageContaining("open(" + nothing + "): ENOENT");
    }

    private Flock shared() throws IOException {
        return Objects.requireNonNull(Flock.shared(directory));
    }
}
