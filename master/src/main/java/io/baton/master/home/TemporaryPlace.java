package io.baton.master.home;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A private directory in the system's temporary directory, for a master without a home. It is deleted when its master ends.
 * If the master was killed, the next master that starts deletes it.
 */
public final class TemporaryPlace {

    private static final Logger LOG = System.getLogger(TemporaryPlace.class.getName());
    private static final String NAME = "baton-library-";

    private TemporaryPlace() {}

    /**
     * Creates an empty directory.
     *
     * @throws IOException if none can be created
     */
    public static Path create() throws IOException {
        deleteAbandoned(parent());
        String risk = risk(parent());
        if (risk != null) {
            LOG.log(Level.WARNING, "{0}; the temporary directory is used because there is no other place", risk);
        }
        try {
            return Files.createTempDirectory(parent(), NAME, Home.PRIVATE);
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + parent() + ": " + e.getMessage(), e);
        }
    }

    /**
     * As {@link #create}, but refuses a temporary directory in which another user could replace it.
     *
     * @throws IOException if none can be created, or none that is safe
     */
    public static Path createSafely() throws IOException {
        String risk = risk(parent());
        if (risk != null) {
            throw new IOException(risk);
        }
        return create();
    }

    /** Why files in this directory are not safe from other users; null if they are safe. */
    static @Nullable String risk(Path parent) {
        try {
            Home.requireSafePath(parent.resolve(NAME));
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** The directory that contains all such places. */
    public static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Deletes the places of this user that no living process has locked or was started from. */
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
            // A place that cannot be deleted costs disk space until the next time.
        }
    }
}
