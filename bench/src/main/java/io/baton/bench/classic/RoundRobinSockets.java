package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A parent accepts and sends the connections to two raw TCP workers in turn. A worker sends {@code Request handled by
 * worker-PID} after 10 ms and ends the connection. A worker that dies is replaced. Ends with Ctrl-C.
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
        AtomicReferenceArray<ChildProcess> workers = new AtomicReferenceArray<>(WORKERS);
        AtomicInteger turn = new AtomicInteger();
        for (int i = 0; i < WORKERS; i++) {
            fork(workers, i);
        }
        Handle unused =
                TextServer.listen(port, true, connection -> give(connection, workers, turn.getAndIncrement(), WORKERS));
    }

    private static void fork(AtomicReferenceArray<ChildProcess> workers, int seat) {
        ChildProcess worker = Forks.fork(Worker.class);
        worker.onExit(status -> fork(workers, seat));
        workers.set(seat, worker);
    }

    /** Sends a connection to the worker whose turn it is. If that worker is dead, tries the next one, once around. */
    private static void give(Handle connection, AtomicReferenceArray<ChildProcess> workers, int turn, int tries) {
        ChildProcess worker = tries == 0 ? null : workers.get(Math.floorMod(turn, WORKERS));
        if (worker == null) {
            connection.close();
            return;
        }
        worker.send("socket", connection).exceptionally(failure -> {
            give(connection, workers, turn + 1, tries - 1);
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
