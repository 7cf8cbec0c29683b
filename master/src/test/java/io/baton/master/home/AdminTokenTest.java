package io.baton.master.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminTokenTest {

    @Test
    void aTokenIsMadeOnceAndForItsOwnerAlone(@TempDir Path home) throws Exception {
        AdminToken token = AdminToken.of(home);
        assertThat(token.text()).hasSize(48);
        assertThat(AdminToken.of(home).text()).isEqualTo(token.text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AdminToken.file(home))))
                .isEqualTo("rw-------");
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(AdminToken.file(home));
        }
        assertThat(token.isIn("Bearer " + token.text())).isTrue();
        assertThat(token.isIn("bearer " + token.text())).isTrue();
        assertThat(token.isIn("Bearer " + token.text() + "x")).isFalse();
        assertThat(token.isIn("Bearer ")).isFalse();
        assertThat(token.isIn(token.text())).isFalse();
        assertThat(token.isIn("")).isFalse();
    }

    @Test
    void aTokenThatOthersCanReadIsRefused(@TempDir Path home) throws Exception {
        AdminToken token = AdminToken.of(home);
        assertThat(token.text()).isNotEmpty();
        Files.setPosixFilePermissions(AdminToken.file(home), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AdminToken.of(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("others can read it");
    }

    /** A Secret of Kubernetes is a link, and its group may read it. */
    @Test
    void aNamedFileMayBeALinkThatOthersCannotWrite(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "0123456789abcdef\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("token"), file);
        assertThat(AdminToken.named(link).isIn("Bearer 0123456789abcdef")).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> AdminToken.named(link)).hasMessageContaining("others can write it");
        assertThatThrownBy(() -> AdminToken.named(directory.resolve("none"))).isInstanceOf(IOException.class);
        assertThat(AdminToken.unknown().isIn("Bearer " + AdminToken.unknown().text()))
                .isFalse();
    }
}
