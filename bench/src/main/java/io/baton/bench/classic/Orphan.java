package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.worker.child.WorkerProcess;
import java.util.concurrent.TimeUnit;

/**
 * A child that outlives its parent. It prints {@code child PID, parent PPID}; the parent exits; the child prints its new
 * parent. That is process 1, or an ancestor that made itself a subreaper (prctl(2)), as systemd's user manager and some
 * containers and terminals do.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.Orphan</pre>
 */
public final class Orphan {

    private Orphan() {}

    /** The parent, which exits as soon as the child has printed its line. */
    public static void main(String[] arguments) {
        Arguments.of(Orphan.class, arguments);
        ChildProcess child = Forks.fork(Child.class);
        child.onMessage((message, handle) -> child.unref());
    }

    /** The child. */
    public static final class Child {

        private Child() {}

        /** Waits until it has another parent. */
        public static void main(String[] arguments) throws InterruptedException {
            WorkerProcess me = WorkerProcess.current();
            int parent = me.ppid();
            System.out.println("child " + me.pid() + ", parent " + parent);
            me.send("hello");
            while (me.ppid() == parent) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            System.out.println("orphan " + me.pid() + ", parent " + me.ppid());
        }
    }
}
