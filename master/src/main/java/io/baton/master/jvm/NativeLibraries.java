package io.baton.master.jvm;

import io.netty.channel.epoll.Epoll;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Has this JVM load its native libraries from a directory where they are unpacked already. */
final class NativeLibraries {

    private static final Logger LOG = System.getLogger(NativeLibraries.class.getName());

    private NativeLibraries() {}

    /** Says where the library of our own native calls is. Before the first of them. */
    static void nameJffi(Path directory) {
        System.setProperty("jffi.boot.library.path", directory.toString());
    }

    /** Loads them, unless this JVM has a flag that names the directory: then Netty loads its own from there. */
    static void load(Path directory) {
        if (!System.getProperty("java.library.path", "").equals(directory.toString())) {
            nameJffi(directory);
            try {
                System.load(directory.resolve(LibraryFiles.NETTY).toString());
            } catch (UnsatisfiedLinkError e) {
                LOG.log(Level.DEBUG, "{0}", e.getMessage());
            }
        }
        Epoll.ensureAvailability();
    }
}
