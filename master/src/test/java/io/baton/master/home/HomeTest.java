package io.baton.master.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
    void theXdgStateDirectoryComesSecond() {
        assertThat(Home.of(Map.of("XDG_STATE_HOME", "/state"))).isEqualTo(Path.of("/state/baton"));
        assertThat(Home.of(Map.of("BATON_HOME", "", "XDG_STATE_HOME", "/state")))
                .isEqualTo(Path.of("/state/baton"));
    }

    @Test
    void theUsersHomeDirectoryComesThird() {
        assertThat(Home.of(Map.of())).isEqualTo(USERS);
        assertThat(Home.of(Map.of("BATON_HOME", "", "XDG_STATE_HOME", ""))).isEqualTo(USERS);
    }

    @Test
    void aUserIdWithoutANameHasTheHomeOfItsEnvironmentOrNone() {
        assertThat(Home.of(Map.of("HOME", "/srv"), "?")).isEqualTo(Path.of("/srv/.baton"));
        assertThat(Home.of(Map.of("HOME", "/srv"), "/users")).isEqualTo(Path.of("/users/.baton"));
        Path none = Home.of(Map.of(), "?");
        assertThatThrownBy(() -> Home.require(none))
                .hasMessage("this user has no home directory (expected: a path in BATON_HOME)");
        assertThat(Path.of("?")).doesNotExist();
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
    void aLinkIsRefusedEvenIfItLeadsToAPrivateDirectory() throws IOException {
        assertRefused(Files.createSymbolicLink(temporary.resolve("link"), home("rwx------")));
    }

    @Test
    void aDanglingLinkIsRefusedAndNothingIsCreated() throws IOException {
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

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "a/b/c"})
    void aHomeThatAnotherUserCouldReplaceIsRefused(String between) throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Path above = Files.createDirectories(open.resolve(between));
        Path home = above.resolve("home");
        Home.require(home);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path refused : List.of(home, above.resolve("new/home"))) {
            assertThatThrownBy(() -> Home.require(refused))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            open + " can be written by others, who could replace what is in it (mode 777");
        }
        assertThat(above.resolve("new")).as("nothing was created").doesNotExist();
        // /tmp has the same mode.
        Files.setAttribute(open, "unix:mode", 01777);
        Home.require(home);
    }

    @Test
    void aHomeBehindALinkThatAnotherUserCouldReplaceIsRefused() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Path safe = Files.createDirectory(temporary.resolve("safe"));
        Path toSafe = Files.createSymbolicLink(open.resolve("link"), safe);
        Path toOpen = Files.createSymbolicLink(safe.resolve("link"), open);
        Home.require(toSafe.resolve("home"));
        Home.require(toOpen.resolve("home"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path refused : List.of(toSafe.resolve("home"), toOpen.resolve("home"))) {
            assertThatThrownBy(() -> Home.require(refused)).hasMessageContaining("can be written by others");
        }
        Home.require(safe.resolve("home"));
    }

    @Test
    void aHomeBelowAnotherUsersDirectoryIsRefusedAndOneBelowRootsIsNot() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        Home.require(other.resolve("home"));
        assumeTrue(Files.getOwner(other).getName().equals("root"), "only root can give a directory away");
        Files.setAttribute(other, "unix:uid", 65_534);
        assertThatThrownBy(() -> Home.require(other.resolve("home")))
                .hasMessage(other + " belongs to another user, who could replace what is in it");
    }

    /** With umask 002 directories have this mode, on systems where each user has a group of its own. */
    @Test
    void theUsersOwnGroupMayWriteTheDirectoryAboveIt() throws IOException {
        Path above = Files.createDirectory(temporary.resolve("above"));
        Object user = Files.getAttribute(above, "unix:uid");
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxr-x"));
        assumeTrue(user.equals(Files.getAttribute(above, "unix:gid")), "this user has no group of its own");
        Home.require(above.resolve("home"));
    }

    private Path home(String permissions) throws IOException {
        Path home = Files.createDirectory(temporary.resolve("home"));
        // The mode is set afterwards, because the umask would change it at the creation.
        return Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(permissions));
    }

    private static void assertRefused(Path home) throws IOException {
        assertThat(Home.isOwnAndPrivate(home)).isFalse();
        assertThatThrownBy(() -> Home.require(home))
                .isInstanceOf(IOException.class)
                .hasMessage(home + " is not a directory of this user alone (expected: mode 700, no symbolic link)");
    }
}
