package io.baton.master.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.message.ChannelClosedException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Callbacks of the last event of a process run before it exits. */
final class LastWordsIT {

    @Test
    void aProcessDoesNotExitBeforeItsLastCallbackHasRun() throws Exception {
        ChildOptions piped = ChildOptions.defaults().stdio(Stdio.IGNORE, Stdio.PIPE, Stdio.INHERIT);
        ChildProcess program = ChildProcess.fork(LastWords.class.getName(), List.of(), piped);
        Queue<String> said = new ConcurrentLinkedQueue<>();
        program.stdout().onLine(said::add);
        assertThat(wait(program.closed()).code()).isZero();
        assertThat(said).containsExactlyInAnyOrder("exit", "close", "disconnected");
    }

    @Test
    void aCallbackIsToldTheExceptionItself() throws Exception {
        assertThat(failure(ChildProcess.exec("exit 3").output())).isInstanceOf(ExecException.class);
        ChildProcess child =
                ChildProcess.spawn("true", List.of(), ChildOptions.defaults().ipc());
        wait(child.exited());
        assertThat(failure(child.send("late"))).isInstanceOf(ChannelClosedException.class);
    }

    private static Throwable failure(CompletionStage<?> stage) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        stage.whenComplete((value, thrown) -> failure.complete(thrown));
        return wait(failure);
    }

    private static <T> T wait(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }
}
