package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A parent that accepts and sends each connection to the next of two raw TCP workers, which answer after 10 ms: each request
 * gets {@code Request handled by worker-PID}, one worker's and the other's in turn. Ends with Ctrl-C.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.RoundRobinSockets [PORT]</pre>
 */
public final class RoundRobinSockets {

    private static final int WORKERS = 2;
    private static final long WORK_MS = 10;

    private RoundRobinSockets() {}

    /** The parent. */
    public static void main(String[] arguments) throws Exception {
        int port = Arguments.of(RoundRobinSockets.class, arguments, "PORT").port();
        ChildProcess[] workers =
                Stream.generate(() -> Forks.fork(Worker.class)).limit(WORKERS).toArray(ChildProcess[]::new);
        AtomicInteger turn = new AtomicInteger();
        Handle unused = TextServer.listen(
                port, true, connection -> give(workers[turn.getAndIncrement() % WORKERS], connection));
    }

    private static void give(ChildProcess worker, Handle connection) {
        worker.send("connection", connection).exceptionally(failure -> {
            connection.close();
            return null;
        });
    }

    /** The child. */
    public static final class Worker {

        private Worker() {}

        /** Answers the connections that it is sent. */
        public static void main(String[] arguments) {
            WorkerProcess me = WorkerProcess.current();
            TextServer server = new TextServer();
            me.onDisconnect(() -> System.exit(0));
            me.onMessage((message, connection) -> {
                if (connection != null) {
                    server.say(connection, "Request handled by worker-" + me.pid(), WORK_MS);
                }
            });
        }
    }
}
