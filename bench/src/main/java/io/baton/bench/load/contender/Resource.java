package io.baton.bench.load.contender;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that contenders are made of. */
final class Resource {

    private Resource() {}

    /** Copies one out of this program's jar. Returns where it is. */
    static Path copy(String name, Path directory) throws IOException {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("this jar has no " + name);
            }
            Path copy = directory.resolve(name);
            Files.copy(in, copy);
            return copy;
        }
    }
}
