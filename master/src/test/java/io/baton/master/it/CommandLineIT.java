package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One clear line and an exit code for whatever cannot be. */
final class CommandLineIT {

    private record Outcome(int exitCode, String output) {}

    @Test
    void helpAndVersionAreAnswers() throws Exception {
        Outcome help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("--port", "--instances", "--host", "3000");
        Outcome version = run("--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.output()).contains("baton 0.");
    }

    @Test
    void anUnknownOptionIsOneLineAndExitCode2() throws Exception {
        Outcome outcome = run("--prot", "3000");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output().lines()).hasSize(1);
        assertThat(outcome.output()).contains("--prot");
    }

    @Test
    void aPortOutOfRangeIsOneLineAndExitCode2() throws Exception {
        Outcome outcome = run("--port", "70000");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("70000", "expected: 0..65535");
        assertThat(outcome.output().lines()).hasSize(1);
    }

    @Test
    void aPortInUseIsOneLineAndExitCode1AndStartsNoWorker() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            Outcome outcome = run("--port", String.valueOf(other.getLocalPort()));
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output().lines()).hasSize(1);
            assertThat(outcome.output()).contains("port " + other.getLocalPort() + " is in use");
        }
    }

    @Test
    void aHostThatIsNotThisMachinesIsOneLineAndExitCode1() throws Exception {
        Outcome outcome = run("--host", "192.0.2.1", "--port", "0");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().lines()).hasSize(1);
        assertThat(outcome.output()).contains("192.0.2.1");
    }

    @Test
    void anotherSystemIsToldInOneLine() throws Exception {
        Outcome outcome = runWith(List.of("-Dos.name=Mac OS X"), "--port", "0");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().lines()).hasSize(1);
        assertThat(outcome.output()).contains("Mac OS X", "expected: Linux");
    }

    @Test
    void aWorkerStartedByHandSaysHowWorkersAreStarted() throws Exception {
        Path workerJar = Path.of("..", "worker", "target", "worker.jar").toAbsolutePath();
        Outcome outcome = outcome(List.of(MasterProcess.java(), "-jar", workerJar.toString()));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("NODE_CHANNEL_FD", "java -jar master.jar");
    }

    private static Outcome run(String... arguments) throws Exception {
        return runWith(List.of(), arguments);
    }

    private static Outcome runWith(List<String> jvmOptions, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(MasterProcess.java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", MasterProcess.jar().toString()));
        command.addAll(List.of(arguments));
        return outcome(command);
    }

    private static Outcome outcome(List<String> command) throws IOException, InterruptedException {
        Path home = MasterProcess.temporaryHome();
        Process process = MasterProcess.launch(home, Map.of(), command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        MasterProcess.deleteTree(home);
        return new Outcome(process.exitValue(), output);
    }
}
