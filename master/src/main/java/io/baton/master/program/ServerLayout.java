package io.baton.master.program;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out how the files of a server lie. */
final class ServerLayout {

    private ServerLayout() {}

    /**
     * The files as they are now.
     *
     * @param application a jar, or a directory
     * @param main the main class, if the operator named one
     * @throws NotWholeException if they are missing, damaged or half written, or have no main class
     */
    static ServerOriginal of(Path application, @Nullable String main) throws NotWholeException {
        return ServerTree.of(application, main);
    }
}
