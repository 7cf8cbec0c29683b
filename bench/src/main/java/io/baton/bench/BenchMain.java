package io.baton.bench;

import io.baton.bench.ipc.IpcCommand;
import io.baton.bench.load.LoadCommand;
import io.baton.bench.shared.SharedCommand;
import io.baton.bench.threads.ThreadsCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * {@code java -jar bench.jar}: {@code jmh} runs benchmarks of parts, {@code load} of whole servers, {@code ipc} of channels,
 * {@code shared} of shared state, {@code threads-vs-processes} compares the two, {@code all} runs every load and that comparison.
 */
public final class BenchMain {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final String HOW =
            "usage: java -jar bench.jar all|load|ipc|shared|threads-vs-processes [--help] | jmh [JMH's options]";

    private BenchMain() {}

    /** Runs the command line; JMH's own options follow {@code jmh}. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        String commandLine = "java -jar bench/target/bench.jar " + String.join(" ", arguments);
        switch (name) {
            case "jmh" -> org.openjdk.jmh.Main.main(jmhOptions(rest));
            case "load" -> System.exit(execute(new LoadCommand(commandLine), rest));
            case "threads-vs-processes" -> System.exit(execute(new ThreadsCommand(commandLine), rest));
            case "ipc" -> System.exit(execute(new IpcCommand(commandLine), rest));
            case "shared" -> System.exit(execute(new SharedCommand(commandLine), rest));
            case "all" -> System.exit(execute(new AllCommand(commandLine), rest));
            case "--help", "-h" -> System.out.println(HOW);
            default -> {
                System.err.println(HOW);
                System.exit(USAGE);
            }
        }
    }

    /** JMH knows the short name of help only. */
    private static String[] jmhOptions(String[] given) {
        return Arrays.stream(given)
                .map(option -> option.equals("--help") ? "-h" : option)
                .toArray(String[]::new);
    }

    /** The exit code: 0, 1 after a failure, 2 after a wrong option. */
    private static int execute(Callable<Integer> command, String[] arguments) {
        return new CommandLine(command)
                .setExecutionExceptionHandler((failure, unused, parsed) -> {
                    if (failure instanceof IllegalArgumentException || failure instanceof IOException) {
                        System.err.println("bench: " + failure.getMessage());
                        return failure instanceof IOException ? FAILED : USAGE;
                    }
                    throw failure;
                })
                .execute(arguments);
    }
}
