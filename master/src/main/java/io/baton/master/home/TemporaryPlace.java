package io.baton.master.home;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A private directory among the temporary files, for a master that has no home. It goes with its master; that of a master that
 * was killed goes when the next one starts.
 */
public final class TemporaryPlace {

    private static final Logger LOG = System.getLogger(TemporaryPlace.class.getName());
    private static final String NAME = "baton-library-";

    private TemporaryPlace() {}

    /**
     * An empty one.
     *
     * @throws IOException if it cannot be made
     */
    public static Path create() throws IOException {
        deleteAbandoned(parent());
        String risk = risk(parent());
        if (risk != null) {
            LOG.log(
                    Level.WARNING,
                    "{0}; the temporary directory is there all the same, for want of another place",
                    risk);
        }
        try {
            return Files.createTempDirectory(parent(), NAME, Home.PRIVATE);
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + parent() + ": " + e.getMessage(), e);
        }
    }

    /** Why what is in this directory is not safe from other users; null if it is. */
    static @Nullable String risk(Path parent) {
        try {
            Home.requireSafePath(parent.resolve(NAME));
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** Where they are. */
    public static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Deletes those of this user that no living process holds the lock of, or was started from. */
    public static void deleteAbandoned(Path parent) {
        try (DirectoryStream<Path> places = Files.newDirectoryStream(parent, NAME + "[0-9]*")) {
            for (Path place : places) {
                if (Home.isOwnAndPrivate(place)
                        && !StaleVersions.mayBeUnlockedYet(place)
                        && !CommandLines.name(place)) {
                    StaleVersions.deleteIfUnlocked(place);
                }
            }
        } catch (IOException e) {
            // What stays costs disk space until the next time.
        }
    }
}
