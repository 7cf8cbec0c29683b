package io.baton.master.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What workers run, if not the built-in application.
 *
 * @param kind what the file is
 * @param file an absolute path
 * @param arguments for a Node program or a server
 * @param interpreter what runs a Node program, a name in {@code PATH} or a path; null for {@code node}
 * @param nodeArguments for the interpreter, before the program
 * @param relay whether what one worker of a Node program says is passed on to the others
 * @param migrates whether a worker of a Node program that leaves gives its connections to the others
 * @param main the class of a server that a JVM runs; null for the one that its jar names
 * @param inside the port that a server binds if that is not the one where its clients connect; 0 if it is
 */
public record Application(
        Kind kind,
        Path file,
        List<String> arguments,
        @Nullable String interpreter,
        List<String> nodeArguments,
        boolean relay,
        boolean migrates,
        @Nullable String main,
        int inside) {

    /** What a file is. */
    public enum Kind {
        /** A jar with an application for Baton's own workers. */
        JAR,
        /** A program that Node runs. */
        NODE,
        /** A jar, or a directory, with a server that knows nothing of Baton. */
        SERVER
    }

    public Application {
        arguments = List.copyOf(arguments);
        nodeArguments = List.copyOf(nodeArguments);
        for (String argument : nodeArguments) {
            SlotText.require(Keys.NODE_ARGS.name(), argument);
        }
        for (String argument : arguments) {
            SlotText.require("argument", argument);
        }
        if (kind != Kind.NODE) {
            requireNone("arguments", kind == Kind.JAR ? arguments : List.of());
            requireNone("node-args", nodeArguments);
            requireNone("relay", relay ? List.of("true") : List.of());
            requireNone(Keys.NODE_MIGRATE.name(), migrates ? List.of("true") : List.of());
            requireNone("interpreter", interpreter == null ? List.of() : List.of(interpreter));
            if (file.toString().indexOf(':') >= 0) {
                throw new ConfigException("application: " + file + " (expected: a path without ':')");
            }
        }
    }

    private Application(
            Kind kind,
            Path file,
            List<String> arguments,
            @Nullable String interpreter,
            List<String> nodeArguments,
            boolean relay,
            boolean migrates) {
        this(kind, file, arguments, interpreter, nodeArguments, relay, migrates, null, 0);
    }

    /** A jar with an application. */
    public static Application jar(Path file) {
        return new Application(Kind.JAR, file, List.of(), null, List.of(), false, false);
    }

    /** A program for the {@code node} in {@code PATH}. */
    public static Application node(Path file, List<String> arguments) {
        return new Application(Kind.NODE, file, arguments, null, List.of(), false, false);
    }

    /** A server that its jar names. */
    public static Application server(Path file, List<String> arguments) {
        return new Application(Kind.SERVER, file, arguments, null, List.of(), false, false);
    }

    /**
     * What the operator's settings and the file's first bytes say together.
     *
     * @param file as the operator named it
     * @throws ConfigException if it can be no application
     */
    public static Application of(Settings settings, Path file, List<String> arguments) {
        Path absolute = file.toAbsolutePath();
        String main = settings.given(Keys.MAIN);
        if (Files.isDirectory(file)) {
            ServerDirectory.require(file, main, settings);
            return server(settings, absolute, arguments, main);
        }
        ProgramFile program = ProgramFile.read(file);
        String interpreter = settings.given(Keys.INTERPRETER);
        boolean relay = settings.get(Keys.RELAY);
        boolean migrates = settings.get(Keys.NODE_MIGRATE);
        Kind kind = main != null && settings.given(Keys.AS) == null ? Kind.SERVER : kind(program, settings);
        if (kind == Kind.SERVER) {
            return server(settings, absolute, arguments, main);
        }
        if (main != null) {
            throw new ConfigException(
                    settings.source(Keys.MAIN) + ": " + main + " (expected: none, or --as server for a server)");
        }
        if (kind != Kind.NODE) {
            return new Application(
                    kind, absolute, arguments, interpreter, settings.get(Keys.NODE_ARGS), relay, migrates);
        }
        List<String> nodeArguments = new ArrayList<>();
        Shebang shebang = program.shebang();
        if (interpreter == null && shebang != null && shebang.isForJavaScript()) {
            // The node of the first line is the one in PATH, as for a program without that line.
            interpreter = shebang.isNode() ? null : shebang.name();
            nodeArguments.addAll(shebang.arguments());
        }
        nodeArguments.addAll(settings.get(Keys.NODE_ARGS));
        return new Application(Kind.NODE, absolute, arguments, interpreter, nodeArguments, relay, migrates);
    }

    private static Application server(Settings settings, Path file, List<String> arguments, @Nullable String main) {
        ServicePort port = settings.get(Keys.PORT);
        return new Application(
                Kind.SERVER,
                file,
                arguments,
                settings.given(Keys.INTERPRETER),
                settings.get(Keys.NODE_ARGS),
                settings.get(Keys.RELAY),
                settings.get(Keys.NODE_MIGRATE),
                main,
                port.isMapped() ? port.inside() : 0);
    }

    /**
     * As {@link #of(Settings, Path, List)}. Relative paths begin in the directory of the surroundings.
     *
     * @throws ConfigException if it can be no application
     */
    static Application of(Settings settings, Surroundings surroundings, Path file, List<String> arguments) {
        Application found = of(settings, surroundings.located(file), arguments);
        String interpreter = found.interpreter;
        if (interpreter == null || interpreter.indexOf('/') < 0) {
            return found;
        }
        String located = surroundings
                .located(Operator.path(Keys.INTERPRETER.name(), interpreter))
                .toString();
        return new Application(
                found.kind,
                found.file,
                found.arguments,
                located,
                found.nodeArguments,
                found.relay,
                found.migrates,
                found.main,
                found.inside);
    }

    /**
     * Without a file there is nothing that these keys could be about.
     *
     * @throws ConfigException if one of them is set
     */
    public static void requireNoneOf(Settings settings) {
        for (Key<?> key :
                List.of(Keys.RELAY, Keys.AS, Keys.MAIN, Keys.INTERPRETER, Keys.NODE_ARGS, Keys.NODE_MIGRATE)) {
            if (settings.given(key) != null) {
                throw new ConfigException(
                        settings.source(key) + ": names no file (expected: one to run after the options)");
            }
        }
    }

    /** A name for the application, made of that of its file. */
    public String name() {
        return ApplicationName.of(file);
    }

    /** Whether it is a server that knows nothing of Baton. */
    public boolean isServer() {
        return kind == Kind.SERVER;
    }

    /** Whether the program says itself where it listens, and the master opens what it asks for. */
    public boolean listensItself() {
        return kind != Kind.JAR;
    }

    /** Whether Node runs it. */
    public boolean isNode() {
        return kind == Kind.NODE;
    }

    private static Kind kind(ProgramFile program, Settings settings) {
        Kind said = settings.given(Keys.AS);
        if (said == null) {
            return program.kind(settings.given(Keys.INTERPRETER) != null);
        }
        if (said == Kind.NODE) {
            program.requireText();
        } else if (said == Kind.SERVER) {
            program.requireServer();
        } else {
            program.requireApplicationJar();
        }
        return said;
    }

    private static void requireNone(String what, List<String> given) {
        if (!given.isEmpty()) {
            throw new ConfigException(
                    what + ": " + String.join(" ", given) + " (expected: none, the application is a jar)");
        }
    }
}
