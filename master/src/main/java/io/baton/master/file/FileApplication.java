package io.baton.master.file;

import io.baton.master.config.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One application of a configuration file, each part checked on its own. Immutable.
 *
 * @param place where it begins
 * @param name given or made of the program's name
 * @param program what it runs; null for the built-in application
 * @param arguments for the program
 * @param texts of keys, in the order of the file
 * @param listensThere whether all of its addresses are known; an error has been told otherwise
 * @param environment its variables
 * @param directory where it works
 */
record FileApplication(
        Place place,
        String name,
        @Nullable FileProgram program,
        List<String> arguments,
        List<KeyText> texts,
        boolean listensThere,
        EnvironmentPart environment,
        Path directory) {

    /** A program's file, and where it is named. */
    record FileProgram(Path file, Kind kind, Place place) {

        /** The key that names it. */
        String key() {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        /** What the key says that the file is. */
        enum Kind {
            /** A jar, with an application for Baton's workers or with a server. */
            JAR,
            /** A Node program, or any other that is found to be one. */
            SCRIPT,
            /** A server that knows nothing of Baton. */
            SERVER
        }
    }

    /** What the file has for a key; one that may be given several times can have several. */
    record KeyText(Key<?> key, String text, Place place) {}

    /** Whether the file has the key. */
    boolean has(Key<?> key) {
        return texts.stream().anyMatch(text -> text.key().equals(key));
    }

    /** Where a key stands, else where the application does. */
    Place placeOf(Key<?> key) {
        return texts.stream()
                .filter(text -> text.key().equals(key))
                .map(KeyText::place)
                .findFirst()
                .orElse(place);
    }
}
