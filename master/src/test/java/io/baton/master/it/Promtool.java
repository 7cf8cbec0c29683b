package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus's own checks, where the machine has them. */
final class Promtool {

    private static final String PROMTOOL = "promtool";
    private static final long LIMIT_SECONDS = 20;

    private Promtool() {}

    /** Fails if it finds a fault in metrics. Says what is not checked where it is missing. */
    static void requireNoFaultIn(String metrics) throws IOException, InterruptedException {
        if (isThere(PROMTOOL, "the metrics are not checked")) {
            assertThat(run(metrics, "check", "metrics")).isEmpty();
        }
    }

    /** Fails if it finds a fault in rules. Says what is not checked where it is missing. */
    static void requireNoFaultIn(Path rules) throws IOException, InterruptedException {
        if (isThere(PROMTOOL, "the rules are not checked")) {
            assertThat(run("", "check", "rules", rules.toString())).contains("SUCCESS");
        }
    }

    /** Whether a program of the package {@code prometheus} is there. Prints what that means if it is not. */
    static boolean isThere(String program, String without) {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        System.err.println(without + ": " + program + " (package prometheus) is not there");
        return false;
    }

    private static String run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROMTOOL));
        command.addAll(List.of(arguments));
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = tool.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).as(said).isZero();
        return said;
    }
}
