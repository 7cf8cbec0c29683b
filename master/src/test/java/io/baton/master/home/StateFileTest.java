package io.baton.master.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of applications: what it still says after faults. */
final class StateFileTest {

    @TempDir
    private Path directory = Path.of("");

    private Path path = Path.of("");
    private StateFile file = new StateFile(path);

    @BeforeEach
    void begin() {
        path = directory.resolve("state.json");
        file = new StateFile(path);
    }

    @Test
    void whatIsWrittenIsReadAndOnlyItsUserMayReadIt() throws IOException {
        file.write(applications("api", "wéb\"\n"));
        assertThat(names()).containsExactly("api", "wéb\"\n");
        assertThat(file.read().damages()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void thereAreThreeBackupsTheNewestFirst() throws IOException {
        for (String name : List.of("one", "two", "three", "four", "five")) {
            file.writeWithBackups(applications(name));
        }
        assertThat(names()).containsExactly("five");
        for (String older : List.of("four", "three", "two")) {
            damage(Objects.requireNonNull(file.read().path()));
            assertThat(names()).containsExactly(older);
        }
        assertThat(file.read().damages()).hasSize(3);
        damage(Objects.requireNonNull(file.read().path()));
        assertThat(file.read().path()).isNull();
        assertThat(directory.resolve("state.json.4")).doesNotExist();
    }

    @Test
    void theSameStateSavedTwicePushesNoBackupOut() throws IOException {
        file.writeWithBackups(applications("one"));
        file.writeWithBackups(applications("two"));
        file.writeWithBackups(applications("two"));
        assertThat(directory.resolve("state.json.2")).doesNotExist();
    }

    @Test
    void everyKindOfDamageIsNamedAndTheBackupIsUsed() throws IOException {
        file.writeWithBackups(applications("one"));
        file.writeWithBackups(applications("two"));
        String whole = Files.readString(path);
        for (String damaged : List.of(
                "",
                "\0\0\0",
                "[]",
                "{}",
                whole.substring(0, whole.length() / 2),
                whole.replace("two", "tow"),
                whole.replace("\"schema\":1", "\"schema\":2"),
                "[".repeat(100_000))) {
            Files.writeString(path, damaged);
            StateFile.Found found = file.read();
            assertThat(found.path()).as(damaged).isEqualTo(directory.resolve("state.json.1"));
            assertThat(found.damages()).singleElement().asString().startsWith(path + " is damaged: ");
            assertThat(names()).containsExactly("one");
        }
    }

    @Test
    void aWriteThatIsKilledAtAnyStepLeavesTheOldFile() throws IOException {
        file.writeWithBackups(applications("old"));
        // The steps of a second save, one after the other, without the last one.
        Files.writeString(directory.resolve("state.json.1.new"), "{\"sch");
        assertThat(names()).containsExactly("old");
        Files.copy(path, directory.resolve("state.json.1"));
        assertThat(names()).containsExactly("old");
        Files.writeString(directory.resolve("state.json.new"), "{\"schema\":1,\"sha");
        assertThat(names()).containsExactly("old");
        file.writeWithBackups(applications("new"));
        assertThat(names()).containsExactly("new");
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        file.write(applications("old"));
        // A directory in the place of the next file stands for a disk that takes nothing.
        Path blocked =
                Files.createDirectories(directory.resolve("state.json.new").resolve("full"));
        assertThatThrownBy(() -> file.write(applications("new"))).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("old");
        Files.delete(blocked);
        file.write(applications("new"));
        assertThat(names()).containsExactly("new");
    }

    @Test
    void aFileThatWasNeverWrittenHasNothingAndIsNotDamaged() {
        assertThat(file.read()).isEqualTo(new StateFile.Found(null, List.of(), List.of()));
    }

    private List<Object> names() {
        return file.read().applications().stream()
                .<Object>map(application -> application.get("name"))
                .toList();
    }

    private static void damage(Path damaged) throws IOException {
        Files.writeString(damaged, "x");
    }

    private static List<Map<String, Object>> applications(String... names) {
        return List.of(names).stream()
                .map(name -> Map.<String, Object>of("name", name))
                .toList();
    }
}
