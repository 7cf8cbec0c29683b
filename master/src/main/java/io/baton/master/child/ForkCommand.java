package io.baton.master.child;

import io.baton.master.config.ProgramFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs a module: a Java main class, or a script of Node's. */
final class ForkCommand {

    /** From this version on a JVM warns of the native calls that a channel needs. */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    private ForkCommand() {}

    static Program of(String module, List<String> arguments, ChildOptions options) {
        boolean node = isScript(module, options);
        String execPath = options.execPath();
        String runtime = execPath != null ? execPath : node ? "node" : java();
        List<String> all = new ArrayList<>(options.execArgv());
        if (!node) {
            all.addAll(javaOptions(options));
        }
        all.add(module);
        all.addAll(arguments);
        return Program.of(runtime, all, options.ipc());
    }

    /**
     * A module is a script if its name ends as {@code child.ts} does, or if it is a file in the child's directory with a
     * slash in its name or with a first line that names an interpreter.
     */
    private static boolean isScript(String module, ChildOptions options) {
        if (ProgramFile.hasNodeEnding(module)) {
            return true;
        }
        Path cwd = options.cwd();
        Path file = (cwd == null ? Path.of("") : cwd).resolve(module);
        return Files.isRegularFile(file) && (module.contains("/") || hasFirstLine(file));
    }

    private static boolean hasFirstLine(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == '#' && in.read() == '!';
        } catch (IOException e) {
            // A file that cannot be read is no script. The name may be that of a class.
            return false;
        }
    }

    /** The options of a JVM that runs a module. */
    static List<String> javaOptions(ChildOptions options) {
        List<String> all = new ArrayList<>();
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            all.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        String classPath = options.classPath();
        all.addAll(List.of("-cp", classPath == null ? System.getProperty("java.class.path") : classPath));
        return all;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
