package io.baton.master.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.GroupConfig;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitWatch;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.spawn.Spawner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads what real processes print. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class PipesIT {

    private final Conductor conductor = Conductor.start();
    private final PosixSpawner spawner = new PosixSpawner(conductor);

    private TestPipe output;
    private TestPipe error;
    private Console console;
    private Pipes pipes;

    @BeforeEach
    void start() {
        output = new TestPipe();
        error = new TestPipe();
        console = Console.start(output.writeEnd(), error.writeEnd());
        pipes = new Pipes(console);
    }

    @AfterEach
    void stop() {
        output.closeReadEnd();
        error.closeReadEnd();
        pipes.stop(1000);
        console.stop(1000);
        output.close();
        error.close();
        conductor.stop();
    }

    @Test
    void linesOfWorkersThatPrintAtTheSameTimeStayWhole() throws Exception {
        String script = "i=0; while [ $i -lt 2000 ]; do printf '%s-' A; printf '%s-' B; echo $1; i=$((i+1)); done";
        run(script, "one");
        run(script, "two");
        List<String> lines = output.readLines(4000);
        assertThat(lines).containsOnly("A-B-one", "A-B-two");
        assertThat(lines).filteredOn("A-B-one"::equals).hasSize(2000);
    }

    @Test
    void outputAndErrorStayApartAndBothAreAmongTheLastLines() throws Exception {
        Printing worker = run("echo out; echo err >&2; printf unfinished");
        assertThat(worker.lastLines()).containsExactlyInAnyOrder("out", "err", "unfinished");
        assertThat(output.readUntil("unfinished")).containsExactly("out", "unfinished");
        assertThat(error.readLines(1)).containsExactly("err");
    }

    @Test
    void theLastLinesOfAWorkerThatPrintsMuchAreKept() throws Exception {
        Printing worker = run("seq 1 200000");
        output.readUntil("200000");
        assertThat(worker.lastLines()).hasSize(20).startsWith("199981").endsWith("200000");
    }

    @Test
    void aWorkerIsNotHeldUpWhenNobodyReadsTheMastersOutput() throws Exception {
        Printing worker = run("seq 1 1000000");
        assertThat(worker.exited().get(30, TimeUnit.SECONDS)).isEqualTo("exit code 0");
        assertThat(worker.lastLines()).endsWith("1000000");
    }

    @Test
    void aChildOfAWorkerCannotKeepThePipesOpen() throws Exception {
        List<String> before = OpenDescriptors.of("pipe:");
        // The child waits for the end of its channel.
        Printing worker = run("(read line) <&3 & echo gone");
        assertThat(worker.exited().get(10, TimeUnit.SECONDS)).isEqualTo("exit code 0");
        assertThat(worker.lastLines()).containsExactly("gone");
        await().untilAsserted(() -> assertThat(OpenDescriptors.of("pipe:")).isEqualTo(before));
        worker.child().channel().close();
    }

    @Test
    void noPipeIsLeftOpenWhenTheWorkerIsGone() throws Exception {
        List<String> before = OpenDescriptors.of("pipe:");
        Printing worker = run("echo one; echo two >&2");
        worker.lastLines();
        worker.child().channel().close();
        await().untilAsserted(() -> assertThat(OpenDescriptors.of("pipe:")).isEqualTo(before));
    }

    @Test
    void eachLineOfAWorkerIsPrintedWithItsNameAndKeptWithoutIt() throws Exception {
        Printing worker = runNamed("worker 1", "printf 'one\\n\\ntwo'; echo three >&2");
        assertThat(worker.lastLines()).containsExactlyInAnyOrder("one", "", "two", "three");
        assertThat(output.readUntil("worker 1 | two"))
                .containsExactly("worker 1 | one", "worker 1 | ", "worker 1 | two");
        assertThat(error.readLines(1)).containsExactly("worker 1 | three");
    }

    @Test
    void aSpareThatTakesASlotPrintsUnderItsNewName() throws Exception {
        Printing worker = runNamed("spare 3", "echo before; read line <&3; echo after");
        assertThat(output.readLines(1)).containsExactly("spare 3 | before");
        worker.output().sit(1, "worker 1");
        // The worker waits for the end of its channel.
        worker.child().channel().close();
        assertThat(output.readLines(1)).containsExactly("worker 1 | after");
    }

    private Printing run(String script, String... arguments) throws Exception {
        return runNamed(null, script, arguments);
    }

    private Printing runNamed(@Nullable String name, String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        CompletableFuture<Printing> printing = new CompletableFuture<>();
        spawner.spawn(() -> new SpawnRequest(command, List.of("PATH=/usr/bin:/bin"), false), new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                CompletableFuture<String> exited = new CompletableFuture<>();
                WorkerOutput captured = pipes.of(GroupConfig.BUILT_IN, name != null)
                        .capture(1, String.valueOf(name), child.pid(), child.output(), child.error());
                ExitWatch.start(conductor, child.pid(), status -> exited.complete(status.toString()));
                printing.complete(new Printing(child, captured, exited));
            }

            @Override
            public void failed(IOException reason) {
                printing.completeExceptionally(new AssertionError(reason));
            }
        });
        return printing.get(10, TimeUnit.SECONDS);
    }

    private record Printing(Child child, WorkerOutput output, CompletableFuture<String> exited) {

        List<String> lastLines() throws Exception {
            exited.get(30, TimeUnit.SECONDS);
            CompletableFuture<List<String>> lines = new CompletableFuture<>();
            output.exited(lines::complete);
            return lines.get(10, TimeUnit.SECONDS);
        }
    }
}
