package io.baton.master.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What workers run, if not the built-in application.
 *
 * @param kind what the file is
 * @param file an absolute path
 * @param arguments for a Node program
 * @param interpreter what runs a Node program, a name in {@code PATH} or a path; null for {@code node}
 * @param nodeArguments for the interpreter, before the program
 * @param relay whether what one worker of a Node program says is passed on to the others
 */
public record Application(
        Kind kind,
        Path file,
        List<String> arguments,
        @Nullable String interpreter,
        List<String> nodeArguments,
        boolean relay) {

    /** What a file is. */
    public enum Kind {
        /** A jar with an application for Baton's own workers. */
        JAR,
        /** A program that Node runs. */
        NODE
    }

    public Application {
        arguments = List.copyOf(arguments);
        nodeArguments = List.copyOf(nodeArguments);
        if (kind == Kind.JAR) {
            requireNone("arguments", arguments);
            requireNone("node-args", nodeArguments);
            requireNone("relay", relay ? List.of("true") : List.of());
            requireNone("interpreter", interpreter == null ? List.of() : List.of(interpreter));
            if (file.toString().indexOf(':') >= 0) {
                throw new ConfigException("application: " + file + " (expected: a path without ':')");
            }
        }
    }

    /** A jar with an application. */
    public static Application jar(Path file) {
        return new Application(Kind.JAR, file, List.of(), null, List.of(), false);
    }

    /** A program for the {@code node} in {@code PATH}. */
    public static Application node(Path file, List<String> arguments) {
        return new Application(Kind.NODE, file, arguments, null, List.of(), false);
    }

    /** Its file's name, without the ending. */
    public String name() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Whether Node runs it. */
    public boolean isNode() {
        return kind == Kind.NODE;
    }

    private static void requireNone(String what, List<String> given) {
        if (!given.isEmpty()) {
            throw new ConfigException(
                    what + ": " + String.join(" ", given) + " (expected: none, the application is a jar)");
        }
    }
}
