package io.baton.master.program;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of an application as they were at one moment. A private copy is made of them. */
interface Original {

    /** What the operator named. */
    Path application();

    /** A name for these contents and for the way in which they are copied. */
    String key();

    /** How much room a copy needs, in bytes. */
    long bytes();

    /** Whether no file has changed. */
    boolean isUnchanged();

    /** The first file that was written to in place; null if there is none. */
    @Nullable
    Path overwritten();

    /**
     * Fills an empty directory.
     *
     * @throws NotWholeException if a file turns out to be damaged or half written
     * @throws IOException if the directory cannot be filled
     */
    void copyTo(Path directory) throws IOException;
}
