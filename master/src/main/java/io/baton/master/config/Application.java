package io.baton.master.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What workers run, if not the built-in application.
 *
 * @param file an absolute path: a jar, or a Node program
 * @param arguments for a Node program
 */
public record Application(Path file, List<String> arguments) {

    private static final List<String> NODE_ENDINGS = List.of(".js", ".mjs", ".cjs");

    public Application {
        arguments = List.copyOf(arguments);
        if (!arguments.isEmpty() && !isNode(file)) {
            throw new ConfigException("arguments: " + arguments.get(0) + " (expected: none, a jar takes no arguments)");
        }
        if (!isNode(file) && file.toString().indexOf(':') >= 0) {
            throw new ConfigException("application: " + file + " (expected: a path without ':')");
        }
    }

    /** Its file's name, without the ending. */
    public String name() {
        String file = String.valueOf(this.file.getFileName());
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** Whether Node runs it. */
    public boolean isNode() {
        return isNode(file);
    }

    private static boolean isNode(Path file) {
        return NODE_ENDINGS.stream().anyMatch(file.toString()::endsWith);
    }
}
