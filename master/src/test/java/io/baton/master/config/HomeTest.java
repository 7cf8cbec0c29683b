package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HomeTest {

    private static final Path USERS = Path.of(System.getProperty("user.home"), ".baton");

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void batonHomeComesFirst() {
        assertThat(Home.of(Map.of("BATON_HOME", "/srv/baton", "XDG_STATE_HOME", "/state")))
                .isEqualTo(Path.of("/srv/baton"));
    }

    @Test
    void thenTheStateDirectoryOfTheDesktop() {
        assertThat(Home.of(Map.of("XDG_STATE_HOME", "/state"))).isEqualTo(Path.of("/state/baton"));
        assertThat(Home.of(Map.of("BATON_HOME", "", "XDG_STATE_HOME", "/state")))
                .isEqualTo(Path.of("/state/baton"));
    }

    @Test
    void thenTheUsersOwn() {
        assertThat(Home.of(Map.of())).isEqualTo(USERS);
        assertThat(Home.of(Map.of("BATON_HOME", "", "XDG_STATE_HOME", ""))).isEqualTo(USERS);
    }

    @Test
    void aRelativeStateDirectoryIsIgnoredAsItsSpecificationSays() {
        assertThat(Home.of(Map.of("XDG_STATE_HOME", "state"))).isEqualTo(USERS);
    }

    @Test
    void aRelativeBatonHomeIsMadeAbsoluteBecauseWorkersGetIt() {
        assertThat(Home.of(Map.of("BATON_HOME", "here")))
                .isEqualTo(Path.of("here").toAbsolutePath());
    }

    @Test
    void aMissingHomeIsCreatedForItsUserAlone() throws IOException {
        Path home = temporary.resolve("state/baton");
        Home.require(home);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        Home.require(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwxr-xr-x", "rwxr-x---"})
    void aHomeThatOnlyItsUserCanWriteIsTrusted(String permissions) throws IOException {
        Path home = home(permissions);
        Home.require(home);
        assertThat(Home.isOwnAndPrivate(home)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx----w-", "rwx-w----", "rwxrwx---"})
    void aHomeThatOthersCanWriteIsRefused(String permissions) throws IOException {
        assertRefused(home(permissions));
    }

    @Test
    void aLinkIsRefusedEvenToADirectoryThatWouldDo() throws IOException {
        assertRefused(Files.createSymbolicLink(temporary.resolve("link"), home("rwx------")));
    }

    @Test
    void aLinkToNothingIsRefusedAndNothingIsMadeThere() throws IOException {
        Path nothing = temporary.resolve("nothing");
        assertRefused(Files.createSymbolicLink(temporary.resolve("link"), nothing));
        assertThat(nothing).doesNotExist();
    }

    @Test
    void aFileIsRefused() throws IOException {
        assertRefused(Files.createFile(
                temporary.resolve("file"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    @Test
    void anotherUsersDirectoryIsRefused() throws IOException {
        Path home = home("rwx------");
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can give a directory away");
        Files.setOwner(
                home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertRefused(home);
    }

    private Path home(String permissions) throws IOException {
        Path home = Files.createDirectory(temporary.resolve("home"));
        // Not at its creation, where the umask would change it.
        return Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(permissions));
    }

    private static void assertRefused(Path home) throws IOException {
        assertThat(Home.isOwnAndPrivate(home)).isFalse();
        assertThatThrownBy(() -> Home.require(home))
                .isInstanceOf(IOException.class)
                .hasMessage(home + " is not a directory of this user alone (expected: mode 700, no symbolic link)");
    }
}
