package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.it.MasterCommand.Outcome;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command line: every mistake is answered by one clear line and an exit code. */
final class CommandLineIT {

    @Test
    void helpAndVersionAreAnswers() throws Exception {
        Outcome commands = run("--help");
        assertThat(commands.exitCode()).isZero();
        assertThat(commands.output()).contains("start", "list", "scale", "resurrect", "run --help");
        Outcome options = run("run", "--help");
        assertThat(options.exitCode()).isZero();
        assertThat(options.output()).contains("--port", "--instances", "--host", "3000");
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
        Outcome outcome = new MasterCommand().jvm("-Dos.name=Mac OS X").run("--port", "0");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().lines()).hasSize(1);
        assertThat(outcome.output()).contains("Mac OS X", "expected: Linux");
    }

    @Test
    void aWorkerStartedByHandSaysHowWorkersAreStarted() throws Exception {
        Path workerJar = Path.of("..", "worker", "target", "worker.jar").toAbsolutePath();
        Outcome outcome = MasterCommand.outcome(new ProcessBuilder(MasterCommand.java(), "-jar", workerJar.toString())
                .redirectErrorStream(true)
                .start());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("NODE_CHANNEL_FD", "java -jar master.jar");
    }

    private static Outcome run(String... arguments) throws Exception {
        return new MasterCommand().run(arguments);
    }
}
