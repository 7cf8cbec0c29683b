package io.baton.master.jvm;

import io.baton.master.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The library of a container's image: the files that a master unpacks lie beside its jar already, perhaps with archives. Nothing
 * is written there, so it can be used without a place that can be written, and where files of such a place cannot be executed
 * (mount option {@code noexec}). A master has sealed what it unpacked itself; an image has no such seal.
 */
final class ImageLibrary {

    private ImageLibrary() {}

    /**
     * The library beside this jar. Null if there is none, or if another user could replace it.
     *
     * @param own the master's jar
     * @param home where copies of applications are kept, if it can be used
     */
    static @Nullable WorkerLibrary find(Path own, Path home) {
        @Nullable Path directory = own.getParent();
        if (directory == null
                || !own.endsWith(LibraryFiles.MASTER_JAR)
                || !Files.exists(directory.resolve(LibraryFiles.WORKER_JAR))
                || Files.exists(directory.resolve(LibraryFiles.SEAL))) {
            return null;
        }
        try {
            Home.requireSafePath(own);
            return LibraryFiles.areIn(directory, own)
                    ? new WorkerLibrary(place(home, directory), directory, null)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Path place(Path home, Path directory) {
        try {
            Home.require(home);
            return home;
        } catch (IOException e) {
            // Then applications are read where they are, which an image does not change.
            return directory;
        }
    }
}
