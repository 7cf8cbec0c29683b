package io.baton.master.jvm;

import io.baton.master.home.Unpacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unpacked library, as a short command needs it: only if it is there already, and without a lock. */
public final class ClientLibrary {

    private ClientLibrary() {}

    /** Lets native calls use the library of a home. Where it is not there, jffi unpacks its own copy, which takes 50 ms. */
    public static void use(Path home) {
        try {
            Path directory = home.resolve("lib").resolve(OwnJar.key(OwnJar.location()));
            if (Files.isReadable(directory.resolve(Unpacking.FIRST))) {
                System.setProperty("jffi.boot.library.path", directory.toString());
            }
        } catch (IOException e) {
            // It is slower without.
        }
    }

    /** The jar of this program, with all links resolved. */
    public static Path jar() throws IOException {
        return OwnJar.location();
    }
}
