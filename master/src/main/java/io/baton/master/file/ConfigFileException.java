package io.baton.master.file;

import java.util.List;

/** A configuration file that cannot be obeyed. Its message has a line for each error. */
public final class ConfigFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The operator's faults, each in a line. */
    ConfigFileException(List<String> errors) {
        super(String.join("\n", errors), null, false, false);
    }

    /** The errors, each a line that begins with its place; then the warnings, if there are any. */
    public List<String> errors() {
        return List.of(String.valueOf(getMessage()).split("\n", -1));
    }
}
