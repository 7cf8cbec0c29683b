package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory and the JVM of workers, looked at before a port opens. */
final class WorkerPlaceTest {

    private static final SpawnRequest REQUEST = new SpawnRequest(List.of("/bin/true"), List.of(), false);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void workersStartInTheirDirectoryAndFindItInPwd() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("current"), directory);
        WorkerPlace place = place(link, null);
        assertThat(place.of(REQUEST).directory()).isEqualTo(link.toString());
        assertThat(place.environment())
                .containsEntry("PWD", directory.toRealPath().toString());
    }

    @Test
    void withoutADirectoryTheyHaveThatOfTheMaster() throws IOException {
        WorkerPlace place = place(null, null);
        assertThat(place.of(REQUEST).directory()).isNull();
        assertThat(place.environment()).containsEntry("PWD", "/operators");
    }

    @Test
    void aDirectoryThatIsNoneIsToldBeforeAnyStart() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        requireRefused(directory.resolve("gone"), null, "cwd: " + directory.resolve("gone") + " does not exist");
        requireRefused(file, null, "cwd: " + file + " is no directory");
    }

    @Test
    void aDirectoryThatIsDeletedLaterFailsTheStartWithItsName() throws IOException {
        Path deleted = Files.createDirectory(directory.resolve("deleted"));
        WorkerPlace place = place(deleted, null);
        Files.delete(deleted);
        assertThatThrownBy(() -> place.of(REQUEST))
                .isInstanceOf(IOException.class)
                .hasMessage("cwd: " + deleted + " does not exist (expected: a directory that this user may enter)");
        Files.createDirectory(deleted);
        assertThat(place.of(REQUEST).directory()).isEqualTo(deleted.toString());
    }

    @Test
    void aJvmThatIsNoneIsToldBeforeAnyStart() throws IOException {
        Path file = Files.createFile(directory.resolve("java"));
        requireRefused(null, directory.resolve("gone"), "java: " + directory.resolve("gone") + " does not exist");
        requireRefused(null, directory, "java: " + directory + "/bin/java does not exist");
        requireRefused(null, file, "java: " + file + " is no program that this user may execute");
    }

    @Test
    void theMastersOwnJvmByAnyNameIsItsOwn() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Path link = Files.createSymbolicLink(directory.resolve("jdk"), home);
        assertThat(place(null, link).jdk().isOwn()).isTrue();
        Files.delete(link);
        assertThat(place(null, home.resolve("bin").resolve("java")).jdk().isOwn())
                .isTrue();
        assertThat(place(null, null).jdk().version())
                .isEqualTo(Runtime.version().feature());
    }

    private static void requireRefused(@Nullable Path directory, @Nullable Path java, String message) {
        assertThatThrownBy(() -> place(directory, java))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    private static WorkerPlace place(@Nullable Path directory, @Nullable Path java) {
        Surroundings surroundings = new Surroundings(Map.of("PWD", "/operators"), directory, java);
        return WorkerPlace.of(GroupConfig.BUILT_IN.in(surroundings));
    }
}
