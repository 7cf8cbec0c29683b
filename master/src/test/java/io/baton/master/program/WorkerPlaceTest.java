package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.spawn.SpawnRequest;
import io.baton.protocol.posix.Processes;
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

    @TempDir
    private Path directory = Path.of("");

    @Test
    void workersStartInTheirDirectoryAndFindItInPwd() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("current"), directory);
        WorkerPlace place = place(link, null);
        assertThat(started(place).directory()).isEqualTo(link.toString());
        assertThat(place.environment())
                .containsEntry("PWD", directory.toRealPath().toString());
    }

    @Test
    void withoutADirectoryTheyHaveThatOfTheMaster() throws IOException {
        WorkerPlace place = place(null, null);
        assertThat(started(place).directory()).isNull();
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
        assertThatThrownBy(() -> started(place))
                .isInstanceOf(IOException.class)
                .hasMessage("cwd: " + deleted + " does not exist (expected: a directory that this user may enter)");
        Files.createDirectory(deleted);
        assertThat(started(place).directory()).isEqualTo(deleted.toString());
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

    private static SpawnRequest started(WorkerPlace place) throws IOException {
        return place.of(List.of("/bin/true"), List.of());
    }

    @Test
    void aUserThatIsNoneIsToldAndTheMastersOwnNeedsNothing() throws IOException {
        assertThatThrownBy(() -> asUser("no-such-user"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("user: no-such-user (expected: a user of this machine)");
        assertThat(asUser(System.getProperty("user.name")).prefix()).isEmpty();
    }

    @Test
    void onlyRootMayNameAnotherUser() throws IOException {
        if (Processes.userId() == 0) {
            WorkerPlace place = asUser("nobody");
            assertThat(started(place).command())
                    .contains("--reuid", "--init-groups")
                    .endsWith("/bin/true");
            assertThat(place.environment()).containsEntry("USER", "nobody").containsKeys("HOME", "LOGNAME");
        } else {
            assertThatThrownBy(() -> asUser("root")).isInstanceOf(NotPermittedException.class);
        }
    }

    private static WorkerPlace asUser(String user) throws IOException {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        return WorkerPlace.of(GroupConfig.BUILT_IN.in(new Surroundings(environment, null, null, user)));
    }

    private static void requireRefused(@Nullable Path directory, @Nullable Path java, String message) {
        assertThatThrownBy(() -> place(directory, java))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    private static WorkerPlace place(@Nullable Path directory, @Nullable Path java) throws IOException {
        Surroundings surroundings = new Surroundings(Map.of("PWD", "/operators"), directory, java);
        return WorkerPlace.of(GroupConfig.BUILT_IN.in(surroundings));
    }
}
