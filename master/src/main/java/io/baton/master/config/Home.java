package io.baton.master.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory where Baton keeps what outlives a master: private to its user, and refused if it is not. */
public final class Home {

    /** Makes a directory that only its owner may enter. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Home() {}

    /** {@code $BATON_HOME}, else {@code $XDG_STATE_HOME/baton}, else {@code ~/.baton}. */
    public static Path of(Map<String, String> environment) {
        @Nullable String home = environment.get("BATON_HOME");
        if (home != null && !home.isBlank()) {
            return Operator.path("BATON_HOME", home).toAbsolutePath();
        }
        @Nullable String state = environment.get("XDG_STATE_HOME");
        if (state != null && state.startsWith("/")) {
            return Operator.path("XDG_STATE_HOME", state).resolve("baton");
        }
        return Operator.path("home directory", System.getProperty("user.home"))
                .resolve(".baton")
                .toAbsolutePath();
    }

    /** Creates the directory, or checks that the one that is there can be trusted. */
    public static void require(Path home) throws IOException {
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(home, PRIVATE);
        }
        if (!isOwnAndPrivate(home)) {
            throw new IOException(
                    home + " is not a directory of this user alone (expected: mode 700, no symbolic link)");
        }
    }

    /** Whether it is a directory, no link, this user's, and nobody else can write in it. */
    public static boolean isOwnAndPrivate(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes ours = Files.readAttributes(Path.of("/proc/self"), PosixFileAttributes.class);
        return attributes.isDirectory()
                && attributes.owner().equals(ours.owner())
                && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }
}
