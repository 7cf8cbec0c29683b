package io.baton.master.program;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a server that knows nothing of Baton, and how a JVM starts from them. */
interface ServerOriginal extends Original {

    /** The files that the copy is made of. */
    FileSet files();

    @Override
    default String key() {
        return files().key();
    }

    @Override
    default long bytes() {
        return files().bytes();
    }

    @Override
    default boolean isUnchanged() {
        return files().isUnchanged();
    }

    @Override
    default @Nullable Path overwritten() {
        return files().overwritten();
    }

    /**
     * The arguments of a JVM from the class path to the main class.
     *
     * @param copy a directory filled by {@link #copyTo}; null for the files themselves
     */
    List<String> launch(@Nullable Path copy);

    /** Whether a JVM can make a class-data archive of this class path. */
    boolean fitsArchive();
}
