package io.baton.master.program;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Mode;
import io.baton.master.spawn.SilentRun;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The runtime of a Node program: Node, or Deno, whose cluster speaks Node's protocol too. A runtime that cannot be a worker of
 * a cluster, or cannot run this program, is refused before any worker starts.
 */
final class NodeRuntime {

    /** A question that Node answers by its exit code. Other programs know neither the option nor the question. */
    private static final String QUESTION = "const v = process.versions, f = process.features;"
            + "process.exit(v.bun ? 101 : v.deno ? 102 : f.typescript ? 103"
            + " : process.allowedNodeEnvironmentFlags.has('--experimental-strip-types') ? 104 : 105)";

    private static final int BUN = 101;
    private static final int RUNS_TYPESCRIPT = 103;
    private static final int RUNS_TYPESCRIPT_IF_TOLD = 104;
    private static final int NO_TYPESCRIPT = 105;

    private static final List<String> TYPESCRIPT = List.of(".ts", ".mts", ".cts");

    /** Options that load code into Node. Such code may compile another language. */
    private static final List<String> HOOKS =
            List.of("--import", "--require", "-r", "--loader", "--experimental-loader");

    private static final List<String> DENO_RUN = List.of("run", "-A");

    /** Limits the heap to the megabytes behind it. */
    static final String HEAP_LIMIT = "--max-old-space-size=";

    private static final String DENOS_HEAP_LIMIT = "--v8-flags=" + HEAP_LIMIT;

    private NodeRuntime() {}

    /**
     * The command line, without the program's arguments.
     *
     * @param limitsHeap whether one word is a limit of the heap that ends with {@link #HEAP_LIMIT}, for a number to follow
     * @param place where it runs
     * @param preload loaded before the program if its connections migrate
     * @throws IOException if the interpreter does not exist
     * @throws ConfigException if it cannot run the program as a worker
     */
    static List<String> command(
            Application application, Mode mode, boolean limitsHeap, SearchPath path, WorkerPlace place, Path preload)
            throws IOException {
        String name = application.interpreter() == null ? "node" : application.interpreter();
        requireWorker(name, name);
        Path executable = path.find(name)
                .orElseThrow(() -> new IOException(name + ": not found in " + path + ", needed to run "
                        + application.file().getFileName()));
        // A file named node may be a link to another runtime.
        String real = String.valueOf(executable.toRealPath().getFileName());
        requireWorker(name, real);
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        if (isDeno(name) || isDeno(real)) {
            requireHandoff(mode);
            requireNoPreload(application, "Node; Deno cannot load it");
            command.addAll(denoArguments(application.nodeArguments()));
            if (limitsHeap) {
                command.add(2, DENOS_HEAP_LIMIT);
            }
        } else {
            if (limitsHeap) {
                command.add(HEAP_LIMIT);
            }
            if (application.migrates()) {
                requireReadable(application, place);
                command.addAll(List.of("--require", preload.toString()));
            }
            command.addAll(application.nodeArguments());
            command.addAll(typescriptFlags(application, name, executable, place));
        }
        command.add(application.file().toString());
        return command;
    }

    private static List<String> denoArguments(List<String> given) {
        if (given.isEmpty()) {
            return DENO_RUN;
        }
        List<String> arguments = new ArrayList<>(given);
        if (!given.get(0).equals("run")) {
            arguments.add(0, "run");
        }
        return arguments;
    }

    private static void requireWorker(String named, String program) {
        String base = program.substring(program.lastIndexOf('/') + 1);
        if (base.startsWith("bun")) {
            throw bun(named);
        }
        if (base.startsWith("tsx") || base.startsWith("ts-node")) {
            String hook = base.startsWith("tsx") ? "tsx" : "ts-node/esm";
            throw new ConfigException(
                    "interpreter: " + named + " starts a Node of its own, which connections do not reach"
                            + " (expected: --interpreter node --node-args \"--import " + hook + "\")");
        }
    }

    private static ConfigException bun(String named) {
        return new ConfigException("interpreter: " + named
                + ": Bun's workers open ports themselves and take no connections (expected: node or deno)");
    }

    private static void requireHandoff(Mode mode) {
        if (mode != Mode.HANDOFF) {
            throw new ConfigException(
                    "mode: " + mode + " (expected: handoff for Deno, which takes no listening sockets)");
        }
    }

    /** The file is in the home, which no other user can enter. */
    private static void requireReadable(Application application, WorkerPlace place) {
        if (place.user() != null) {
            requireNoPreload(application, "workers that run as the user of the master");
        }
    }

    private static void requireNoPreload(Application application, String expected) {
        if (application.migrates()) {
            throw new ConfigException("node-migrate: cannot be loaded (expected: " + expected + ")");
        }
    }

    private static boolean isDeno(String program) {
        return program.substring(program.lastIndexOf('/') + 1).startsWith("deno");
    }

    /** Asks the interpreter what it is, unless it is called node and the program is JavaScript. */
    private static List<String> typescriptFlags(
            Application application, String name, Path executable, WorkerPlace place) throws IOException {
        String file = application.file().toString();
        boolean typescript = TYPESCRIPT.stream().anyMatch(file::endsWith);
        if (application.interpreter() == null && !typescript) {
            return List.of();
        }
        List<String> given = new ArrayList<>(application.nodeArguments());
        given.addAll(
                List.of(place.environment().getOrDefault("NODE_OPTIONS", "").split("\\s+", -1)));
        int answer = ask(executable, given, place);
        if (answer == BUN) {
            throw bun(name);
        } else if (answer < BUN || answer > NO_TYPESCRIPT) {
            throw new ConfigException("interpreter: " + name + " is not Node (expected: a Node or Deno)");
        }
        if (!typescript || answer == RUNS_TYPESCRIPT || given.stream().anyMatch(NodeRuntime::loadsCode)) {
            return List.of();
        } else if (answer == RUNS_TYPESCRIPT_IF_TOLD) {
            return List.of("--experimental-strip-types");
        }
        throw new ConfigException("application: " + file + " is TypeScript, which this " + name + " does not run"
                + " (expected: Node 22.18 or later, or --node-args \"--import tsx\")");
    }

    private static boolean loadsCode(String option) {
        return HOOKS.stream().anyMatch(hook -> option.equals(hook) || option.startsWith(hook + "="));
    }

    /** Returns the exit code. Passes on only those options of the operator that are about types: others may open ports. */
    private static int ask(Path executable, List<String> given, WorkerPlace place) throws IOException {
        List<String> question = new ArrayList<>(place.prefix());
        question.add(executable.toString());
        given.stream().filter(option -> option.endsWith("-types")).forEach(question::add);
        question.addAll(List.of("-e", QUESTION));
        List<String> environment = new ArrayList<>();
        place.environment().forEach((name, value) -> {
            if (!name.equals("NODE_OPTIONS") && !name.startsWith("NODE_CHANNEL_")) {
                environment.add(name + "=" + value);
            }
        });
        try {
            return SilentRun.of(question, environment).code();
        } catch (PosixException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
