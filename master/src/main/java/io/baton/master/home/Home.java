package io.baton.master.home;

import io.baton.master.config.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory of the files that outlive a master. It is private to its user; a directory that is not is refused. */
public final class Home {

    /** The permissions of a directory that only its owner may enter. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int ROOT = 0;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 07777;

    private Home() {}

    /** {@code $BATON_HOME}, else {@code $XDG_STATE_HOME/baton}, else {@code ~/.baton}. */
    public static Path of(Map<String, String> environment) {
        return of(environment, System.getProperty("user.home"));
    }

    /**
     * As {@link #of(Map)}.
     *
     * @param users the user's home directory; the JDK has a question mark there for a user id that has no name
     */
    static Path of(Map<String, String> environment, String users) {
        @Nullable String home = environment.get("BATON_HOME");
        if (home != null && !home.isBlank()) {
            return Operator.path("BATON_HOME", home).toAbsolutePath();
        }
        @Nullable String state = environment.get("XDG_STATE_HOME");
        if (state != null && state.startsWith("/")) {
            return Operator.path("XDG_STATE_HOME", state).resolve("baton");
        }
        // A relative path is refused. It is not created in the working directory.
        String own = users.startsWith("/") ? users : environment.getOrDefault("HOME", users);
        return Operator.path("home directory", own).resolve(".baton");
    }

    /**
     * Creates the directory, or checks that the existing one can be trusted: only this user and root may write in it, and
     * only they may replace it or a directory above it.
     */
    public static void require(Path home) throws IOException {
        if (!home.isAbsolute()) {
            throw new IOException("this user has no home directory (expected: a path in BATON_HOME)");
        }
        // Checked before it is created in a place from where others could remove it.
        requireSafePath(home);
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(home, PRIVATE);
        }
        if (!isOwnAndPrivate(home)) {
            throw new IOException(
                    home + " is not a directory of this user alone (expected: mode 700, no symbolic link)");
        }
    }

    /** Whether it is a directory and not a link, is this user's, and cannot be written by others. */
    public static boolean isOwnAndPrivate(Path directory) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(directory, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
        return Boolean.TRUE.equals(attributes.get("isDirectory"))
                && number(attributes, "uid") == userId()
                && (number(attributes, "mode") & OTHERS_WRITE) == 0;
    }

    /** Checks the path as it is named, because each link on it can be replaced too, and the real path. */
    public static void requireSafePath(Path home) throws IOException {
        int userId = userId();
        boolean resolved = false;
        for (Path above = home.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                requireSafe(above, userId);
                if (!resolved) {
                    resolved = true;
                    requireSafeParents(above.toRealPath(), userId);
                }
            }
        }
    }

    private static void requireSafeParents(Path real, int userId) throws IOException {
        for (Path above = real.getParent(); above != null; above = above.getParent()) {
            requireSafe(above, userId);
        }
    }

    private static void requireSafe(Path above, int userId) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(above, "unix:uid,gid,mode");
        int owner = number(attributes, "uid");
        int mode = number(attributes, "mode");
        if (owner != ROOT && owner != userId) {
            throw new IOException(above + " belongs to another user, who could replace what is in it");
        }
        // The group whose number is the user's has no other members, and the umask of such a user lets the group write.
        boolean ownGroup = owner == userId && number(attributes, "gid") == userId;
        int others = ownGroup ? OTHERS_WRITE & ~GROUP_WRITE : OTHERS_WRITE;
        if ((mode & others) != 0 && (mode & STICKY) == 0) {
            throw new IOException(above + " can be written by others, who could replace what is in it (mode "
                    + Integer.toOctalString(mode & PERMISSIONS) + ", expected: 755, or a sticky bit: chmod +t)");
        }
    }

    /** The owner's number. Looking up its name could ask a whole network. */
    private static int userId() throws IOException {
        return number(Files.readAttributes(Path.of("/proc/self"), "unix:uid"), "uid");
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : -1;
    }
}
