package io.baton.master.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs a module: a Java main class, or a script of Node's. */
final class ForkCommand {

    private static final List<String> NODE_ENDINGS = List.of(".js", ".mjs", ".cjs");

    /** From which a JVM warns about the native calls that a channel is made of. */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    private ForkCommand() {}

    static Program of(String module, List<String> arguments, ChildOptions options) {
        boolean node = NODE_ENDINGS.stream().anyMatch(module::endsWith);
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

    private static List<String> javaOptions(ChildOptions options) {
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
