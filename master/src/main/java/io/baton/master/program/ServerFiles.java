package io.baton.master.program;

import io.baton.master.home.Readers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM of a server that knows nothing of Baton is started from: a private copy of its jar or directory. Owned by the
 * thread that starts processes, which may wait for files.
 */
final class ServerFiles {

    private final Copies<ServerOriginal> copies;

    /**
     * Without copies.
     *
     * @param application a jar, or a directory
     * @param main the main class, if the operator named one
     * @param place directory for the copies, created if it does not exist
     * @param readers may read the copies too; null for this user alone
     * @param startingThread runs tasks on the thread that owns this
     */
    ServerFiles(
            Path application, @Nullable String main, Path place, @Nullable Readers readers, Executor startingThread) {
        this.copies = new Copies<>(new ServerLayout(main, true), place, application, readers, startingThread);
    }

    /**
     * The arguments of a JVM that starts now, from the class path to the main class.
     *
     * @throws IOException if the application is not whole and there is no copy of an earlier content
     */
    List<String> launch() throws IOException {
        Copies.Source<ServerOriginal> source = copies.forStart();
        return source.files().launch(source.copy());
    }

    /** As {@link Program#lookForChange}. */
    void lookForChange(Runnable changed) {
        copies.lookForChange(changed);
    }

    /** As {@link Program#stayWithOrigin}. */
    void stayWithOrigin() {
        copies.stayWithCopy();
    }

    /** As {@link Program#lookForOrigin}. */
    void lookForOrigin(Consumer<@Nullable String> answer) {
        copies.lookForCopy(answer);
    }

    /** As {@link Program#ended}. */
    void ended() {
        copies.processEnded();
    }

    /** As {@link Program#end}. */
    void end() {
        copies.end();
    }
}
