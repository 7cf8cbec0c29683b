package io.baton.bench;

import io.baton.bench.load.LoadCommand;
import java.util.Arrays;

/** {@code java -jar bench.jar jmh ...} runs benchmarks of parts, {@code java -jar bench.jar load ...} of whole servers. */
public final class BenchMain {

    private static final int USAGE = 2;

    private BenchMain() {}

    /** Runs the command line; JMH's own options follow {@code jmh}. */
    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (command) {
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            case "load" -> System.exit(LoadCommand.execute(rest));
            default -> {
                System.err.println("usage: java -jar bench.jar jmh [JMH's options] | load [--help]");
                System.exit(USAGE);
            }
        }
    }
}
