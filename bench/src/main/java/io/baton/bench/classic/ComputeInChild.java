package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.worker.child.WorkerProcess;

/**
 * A long computation in a forked child, which is told when to begin and sends the result: prints
 * {@code Sum is 499999999500000000}.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.ComputeInChild</pre>
 */
public final class ComputeInChild {

    private ComputeInChild() {}

    /** The parent. */
    public static void main(String[] arguments) {
        Arguments.of(ComputeInChild.class, arguments);
        ChildProcess child = Forks.fork(Child.class);
        child.onMessage((sum, handle) -> {
            System.out.println("Sum is " + sum);
            child.disconnect();
        });
        child.send("start");
    }

    /** The child. */
    public static final class Child {

        private Child() {}

        /** Computes when it is told to. */
        public static void main(String[] arguments) {
            WorkerProcess me = WorkerProcess.current();
            me.onMessage((message, handle) -> me.send(sum(1_000_000_000)));
        }

        static long sum(long below) {
            long sum = 0;
            for (long i = 0; i < below; i++) {
                sum += i;
            }
            return sum;
        }
    }
}
