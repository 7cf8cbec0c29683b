package io.baton.master.cli;

import io.baton.master.config.Application;
import io.baton.master.config.Application.Kind;
import io.baton.master.config.ConfigException;
import io.baton.master.config.ProgramFile;
import io.baton.master.config.Shebang;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the file is that workers run, where its first bytes do not say it, and what runs it. */
final class ProgramOptions {

    @Option(
            names = "--as",
            paramLabel = "node|jar",
            description = "What the file is, a Node program or a jar. Default: what its first bytes say.")
    private @Nullable String as;

    @Option(
            names = "--interpreter",
            paramLabel = "CMD",
            description = "Runs the Node program: a path, or a name in $$PATH, as deno."
                    + " Default: what the program's first line names, else node.")
    private @Nullable String interpreter;

    @Option(
            names = "--node-args",
            paramLabel = "ARGS",
            description = "For the interpreter, before the program, as \"--max-old-space-size=512 --import tsx\".")
    private List<String> nodeArguments = new ArrayList<>();

    @Option(
            names = "--relay",
            description = "What one worker of a Node program says with process.send goes to all others.")
    private boolean relay;

    /**
     * What the options and the file's first bytes say together.
     *
     * @param file as the operator named it
     * @throws ConfigException if it can be no application
     */
    Application application(Path file, List<String> arguments) {
        ProgramFile program = ProgramFile.read(file);
        Path absolute = file.toAbsolutePath();
        if (kind(program) == Kind.JAR) {
            return new Application(Kind.JAR, absolute, arguments, interpreter, nodeArguments(), relay);
        }
        List<String> nodeArguments = new ArrayList<>();
        String runtime = interpreter;
        @Nullable Shebang shebang = program.shebang();
        if (runtime == null && shebang != null && shebang.isForJavaScript()) {
            // The node of the first line is the one in PATH, as for a program without that line.
            runtime = shebang.isNode() ? null : shebang.name();
            nodeArguments.addAll(shebang.arguments());
        }
        nodeArguments.addAll(nodeArguments());
        return new Application(Kind.NODE, absolute, arguments, runtime, nodeArguments, relay);
    }

    /** Without a file there is nothing that they could be about. */
    void requireUnused() {
        String given = relay
                ? "relay"
                : as != null ? "as" : interpreter != null ? "interpreter" : nodeArguments.isEmpty() ? "" : "node-args";
        if (!given.isEmpty()) {
            throw new ConfigException("--" + given + ": names no file (expected: one to run after the options)");
        }
    }

    private Kind kind(ProgramFile program) {
        if (as == null) {
            return program.kind(interpreter != null);
        }
        switch (as) {
            case "node", "script" -> {
                program.requireText();
                return Kind.NODE;
            }
            case "jar", "application" -> {
                program.requireApplicationJar();
                return Kind.JAR;
            }
            default -> throw new ConfigException("--as: " + as + " (expected: node or jar)");
        }
    }

    private List<String> nodeArguments() {
        List<String> all = new ArrayList<>();
        nodeArguments.forEach(text -> all.addAll(Words.of("--node-args", text)));
        return all;
    }
}
