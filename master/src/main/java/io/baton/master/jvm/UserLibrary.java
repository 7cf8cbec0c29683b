package io.baton.master.jvm;

import io.baton.master.home.Readers;
import io.baton.master.home.TemporaryPlace;
import io.baton.master.home.Unpacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of the library for workers that run as another user. That user cannot enter the home of the master's user. The copy
 * is in the temporary directory. It belongs to the master's user, and the other user's group may only read it. It has no
 * class-data archive.
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
            for (String name :
                    List.of(LibraryFiles.WORKER_JAR, LibraryFiles.AGENT, LibraryFiles.NETTY, LibraryFiles.JFFI)) {
                Files.copy(library.directory().resolve(name), place.resolve(name));
            }
            readers.grant(place);
            return WorkerLibrary.copied(place, unpacking.keep());
        }
    }
}
