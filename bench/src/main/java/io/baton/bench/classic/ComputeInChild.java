package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A server whose long computation happens in a forked child. {@code /compute} forks a child, tells it to start, and answers
 * with its message, {@code Sum is 499999999067109000}. Meanwhile other paths are answered with {@code Ok}, and a second
 * {@code /compute} has a child of its own. Ends with Ctrl-C.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.ComputeInChild [PORT]</pre>
 */
public final class ComputeInChild {

    private ComputeInChild() {}

    /** The parent. */
    public static void main(String[] arguments) throws Exception {
        int port = Arguments.of(ComputeInChild.class, arguments, "PORT").port();
        Handle server = TextServer.listen(port, false, Handle::close);
        new TextServer().accept(server, ComputeInChild::answer, accepting -> {});
    }

    private static CompletionStage<String> answer(String path) {
        return path.equals("/compute") ? compute() : CompletableFuture.completedFuture("Ok");
    }

    /** The result of a new child, as a sentence; an error if the child cannot be started or dies. */
    static CompletionStage<String> compute() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        ChildProcess child = Forks.fork(Child.class);
        child.onMessage((sum, handle) -> {
            answer.complete("Sum is " + sum);
            child.disconnect();
        });
        child.onError(answer::completeExceptionally);
        child.onClose(status -> answer.completeExceptionally(new IllegalStateException("child died: " + status)));
        child.send("start");
        return answer;
    }

    /** The child. */
    public static final class Child {

        private Child() {}

        /** Computes when it is told to. */
        public static void main(String[] arguments) {
            WorkerProcess me = WorkerProcess.current();
            me.onMessage((message, handle) -> me.send(sum(1_000_000_000)));
        }

        /** The sum of the numbers below, added up in doubles and written with as many digits as in JavaScript. */
        static BigDecimal sum(double below) {
            double sum = 0;
            for (double i = 0; i < below; i++) {
                sum += i;
            }
            // Before JDK 19 Double.toString has more digits than are needed to tell a double from its neighbours.
            int digits = 1;
            while (new BigDecimal(sum, new MathContext(digits)).doubleValue() != sum) {
                digits++;
            }
            return new BigDecimal(new BigDecimal(sum, new MathContext(digits)).toPlainString());
        }
    }
}
