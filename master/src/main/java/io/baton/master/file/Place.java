package io.baton.master.file;

import io.baton.master.config.Source;

/**
 * Where something stands in a file.
 *
 * @param file as the operator named it
 * @param line from 1 on
 * @param column from 1 on
 */
record Place(String file, int line, int column) {

    /** The same as a source of settings. */
    Source source() {
        return Source.file(file, line, column);
    }

    /** As compilers write it, so that editors find it: {@code baton.yml:3:5}. */
    @Override
    public String toString() {
        return source().name();
    }
}
