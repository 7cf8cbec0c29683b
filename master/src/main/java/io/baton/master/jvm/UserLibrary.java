package io.baton.master.jvm;

import io.baton.master.home.Readers;
import io.baton.master.home.TemporaryPlace;
import io.baton.master.home.Unpacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of the library for workers of another user, who cannot enter the home of this one. It is a directory of this user in
 * the temporary directory, which the other user's group may read and nobody else may change. It has no class-data archive.
 */
public final class UserLibrary {

    private UserLibrary() {}

    /**
     * Makes the copy. {@link WorkerLibrary#endCopy} deletes it; that of a killed master goes when the next one starts.
     *
     * @throws IOException if it cannot be made
     */
    public static WorkerLibrary of(WorkerLibrary library, Readers readers) throws IOException {
        Path place = TemporaryPlace.createSafely();
        try (Unpacking unpacking = new Unpacking(place)) {
            unpacking.lock();
            for (String name : List.of(LibraryFiles.WORKER_JAR, LibraryFiles.NETTY, LibraryFiles.JFFI)) {
                Files.copy(library.directory().resolve(name), place.resolve(name));
            }
            readers.grant(place);
            return WorkerLibrary.copied(place, unpacking.keep());
        }
    }
}
