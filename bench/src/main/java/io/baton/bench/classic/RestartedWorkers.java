package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import java.util.concurrent.CompletableFuture;

/**
 * A cluster of N workers that accept from one server, each replaced when it dies: prints {@code worker PID is online} and
 * {@code worker PID died: SIGKILL}. Ends with Ctrl-C, and its workers with it.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.RestartedWorkers [PORT [N]]</pre>
 */
public final class RestartedWorkers {

    private static final int MAX_WORKERS = 1000;

    private RestartedWorkers() {}

    /** The parent. */
    public static void main(String[] arguments) throws Exception {
        Arguments given = Arguments.of(RestartedWorkers.class, arguments, "PORT", "N");
        int workers = given.number(1, "workers", 2, 1, MAX_WORKERS);
        Handle server = TextServer.listen(given.port(), false, Handle::close);
        for (int i = 0; i < workers; i++) {
            fork(server);
        }
    }

    private static void fork(Handle server) {
        ChildProcess worker = Forks.fork(Worker.class);
        worker.onMessage((pid, handle) -> {
            System.out.println("worker " + pid + " is online");
            worker.onExit(status -> System.out.println("worker " + pid + " died: " + status));
        });
        worker.onExit(status -> fork(server));
        worker.send("server", server);
    }

    /** The child. */
    public static final class Worker {

        private Worker() {}

        /** Accepts from the server that it is sent. */
        public static void main(String[] arguments) {
            WorkerProcess me = WorkerProcess.current();
            me.onDisconnect(() -> System.exit(0));
            me.onMessage((message, server) -> {
                if (server != null) {
                    String text = "I am worker, pid: " + me.pid() + ", ppid: " + me.ppid();
                    new TextServer().accept(server, path -> CompletableFuture.completedFuture(text), accepting -> {});
                    me.send(me.pid());
                }
            });
        }
    }
}
