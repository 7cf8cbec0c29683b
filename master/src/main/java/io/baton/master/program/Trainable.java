package io.baton.master.program;

import io.baton.master.jvm.ClassArchive;
import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An application with a class-data archive of its own. Called on the thread that starts processes. */
public interface Trainable {

    /** The archive that fits what the last worker was started from; null if no JVM can make one. */
    @Nullable
    ClassArchive archive();

    /**
     * A worker that runs as the others, in the background, and leaves an archive of the classes that it loaded when it ends.
     *
     * @param output does not exist yet
     * @throws IOException if there is nothing to start it from
     */
    SpawnRequest forTraining(Path output) throws IOException;

    /**
     * The command that makes the archive of what that worker has written down when it has ended.
     *
     * @return null if the worker makes it itself
     */
    @Nullable
    SpawnRequest completion(Path output) throws IOException;
}
