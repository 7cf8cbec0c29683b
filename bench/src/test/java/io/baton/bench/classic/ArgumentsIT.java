package io.baton.bench.classic;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.bench.BenchMain;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that cannot do its work says so in one line, and ends. */
final class ArgumentsIT {

    /** How a program ended, and all that it said. */
    private record Outcome(int exitCode, String output) {}

    @Test
    void aWrongArgumentIsOneLineAndExitCode2() throws Exception {
        requireEnds(2, "RestartedWorkers: workers: 0 (expected: 1..1000)", RestartedWorkers.class, "0", "0");
        requireEnds(2, "RoundRobinSockets: port: http (expected: 0..65535)", RoundRobinSockets.class, "http");
        requireEnds(2, "SuicidalWorkers: port: 70000 (expected: 0..65535)", SuicidalWorkers.class, "70000");
        requireEnds(2, "Daemon: seconds: -1 (expected: 1..86400)", Daemon.class, "x.log", "-1");
        requireEnds(2, "usage: RestartedWorkers [PORT [N]]", RestartedWorkers.class, "0", "1", "2");
        requireEnds(2, "usage: CountingThreads (no arguments)", CountingThreads.class, "1");
    }

    @Test
    void aPortInUseIsOneLineAndExitCode1() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());
            for (Class<?> program : List.of(RestartedWorkers.class, RoundRobinSockets.class, SuicidalWorkers.class)) {
                requireEnds(1, "port " + port + ": ", program, port);
            }
        }
    }

    @Test
    void theBenchmarksHelpIsAnAnswer() throws Exception {
        Outcome help = run(BenchMain.class, "jmh", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("Usage: java -jar", "-prof");
        assertThat(run(BenchMain.class, "--help").exitCode()).isZero();
        requireEnds(2, "usage: java -jar bench.jar", BenchMain.class, "jhm");
    }

    private static void requireEnds(int exitCode, String line, Class<?> program, String... arguments) throws Exception {
        Outcome outcome = run(program, arguments);
        assertThat(outcome.output()).startsWith(line).hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    private static Outcome run(Class<?> program, String... arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.onExit().orTimeout(30, SECONDS).exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
