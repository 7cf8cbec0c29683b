package io.baton.master.config;

import java.nio.file.Path;

/**
 * A path of the file system, perhaps a relative one. Whether a file is there shows when it is needed.
 *
 * @param label for the help
 */
record FilePath(String label) implements Syntax<Path> {

    @Override
    public Path parse(String text) {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw Syntax.misfit(text, "a path");
        }
        return Operator.path("path", text);
    }

    @Override
    public String show(Path value) {
        return value.toString();
    }
}
