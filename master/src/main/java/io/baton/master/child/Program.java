package io.baton.master.child;

import io.baton.master.spawn.Priority;
import io.baton.master.spawn.SpawnRequest;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.SystemText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to execute, its environment and its options.
 *
 * @param name the program: a path, or a name that is looked up in the <em>child's</em> PATH (execvp(3))
 * @param command the command line that the child sees, its own name first
 * @param environment all variables
 */
record Program(String name, List<String> command, Map<String, String> environment, ChildOptions options) {

    private static final String DEFAULT_PATH = "/bin:/usr/bin";

    Program {
        command.forEach(argument -> requireNoNul("argument", argument));
    }

    /** A program with its arguments, or a shell that interprets both. */
    static Program of(String file, List<String> arguments, ChildOptions options) {
        if (file.isEmpty()) {
            throw new IllegalArgumentException("file: empty (expected: a program)");
        }
        Map<String, String> environment = environment(options.env());
        List<String> command = new ArrayList<>();
        String shell = options.shell();
        if (shell != null) {
            command.addAll(List.of(shell, "-c", String.join(" ", joined(file, arguments))));
            return new Program(shell, command, environment, options);
        }
        String argv0 = options.argv0();
        command.addAll(joined(argv0 == null ? file : argv0, arguments));
        return new Program(file, command, environment, options);
    }

    /** The request to start it. On the thread that starts processes: it looks for the program in the file system. */
    SpawnRequest request() throws PosixException {
        Path cwd = options.cwd();
        return new SpawnRequest(
                path(),
                command,
                variables(),
                options.wiring(),
                cwd == null ? null : cwd.toString(),
                options.isDetached() ? PosixSpawn.Group.NEW_SESSION : PosixSpawn.Group.CALLERS,
                Priority.EQUAL,
                description());
    }

    /** The path of the program. Its name if that is a path already. */
    private String path() throws PosixException {
        if (name.contains("/")) {
            return name;
        }
        int error = -Errno.ENOENT;
        for (String directory : environment.getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
            String file = inWorkingDirectory(directory) + "/" + name;
            if (Processes.isExecutable(file)) {
                return file;
            } else if (Processes.exists(file)) {
                error = -Errno.EACCES;
            }
        }
        throw PosixException.of(description(), error);
    }

    private List<String> variables() {
        List<String> variables = new ArrayList<>();
        environment.forEach((variable, value) -> variables.add(variable + "=" + value));
        return variables;
    }

    /** What was attempted, for error messages. */
    private String description() {
        Path cwd = options.cwd();
        return "spawn " + name + (cwd == null || Files.isDirectory(cwd) ? "" : " in " + cwd);
    }

    /**
     * A directory of PATH. A relative one is relative to the directory in which the child starts, and the empty one is that
     * directory.
     */
    private String inWorkingDirectory(String directory) {
        if (directory.startsWith("/")) {
            return directory;
        }
        Path cwd = options.cwd();
        String from = cwd == null
                ? Processes.workingDirectory()
                : cwd.toAbsolutePath().toString();
        return from + "/" + directory;
    }

    /**
     * The variables as bytes. The JDK replaces bytes that are no characters of its encoding. A variable that still has the
     * value of {@link System#getenv} is therefore read again from this process's environment.
     */
    private static Map<String, String> asBytes(Map<String, String> given) {
        Map<String, String> environment = new LinkedHashMap<>(given);
        if (environment.values().stream().allMatch(value -> SystemText.isAscii(String.valueOf(value)))) {
            return environment;
        }
        Map<String, String> own = Processes.environment();
        environment.replaceAll((name, value) -> {
            String decoded = System.getenv(name);
            return decoded != null && decoded.equals(value) ? own.getOrDefault(name, value) : value;
        });
        return environment;
    }

    /** The given variables, else this process's without those that name its own channel. */
    private static Map<String, String> environment(@Nullable Map<String, String> given) {
        Map<String, String> environment = given == null ? Processes.environment() : asBytes(given);
        if (given == null) {
            environment.keySet().removeIf(name -> name.startsWith("NODE_CHANNEL_") || name.equals("NODE_UNIQUE_ID"));
        }
        return environment;
    }

    private static List<String> joined(String first, List<String> rest) {
        List<String> all = new ArrayList<>();
        all.add(first);
        all.addAll(rest);
        return all;
    }

    private static void requireNoNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + ": " + text.replace("\0", "\\0") + " (expected: no NUL)");
        }
    }
}
