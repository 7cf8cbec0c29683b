package io.baton.bench.classic;

import io.baton.master.child.ChildProcess;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Workers that die of an exception after one answer, {@code I am worker, pid: .., ppid: ..}. Each tells its parent first, so
 * that its replacement is there before it is gone. Ends with Ctrl-C.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.SuicidalWorkers [PORT]</pre>
 */
public final class SuicidalWorkers {

    private static final int WORKERS = 2;
    private static final Map<String, String> SUICIDE = Map.of("act", "suicide");

    private SuicidalWorkers() {}

    /** The parent. */
    public static void main(String[] arguments) throws Exception {
        int port = Arguments.of(SuicidalWorkers.class, arguments, "PORT").port();
        Handle server = TextServer.listen(port, false, Handle::close);
        for (int i = 0; i < WORKERS; i++) {
            fork(server);
        }
    }

    private static void fork(Handle server) {
        ChildProcess worker = Forks.fork(Worker.class);
        worker.onSpawn(pid -> {
            System.out.println("Create worker. pid: " + pid);
            worker.onExit(status -> System.out.println("Worker " + pid + " exited: " + status));
        });
        worker.onMessage((message, handle) -> {
            if (SUICIDE.equals(message)) {
                fork(server);
            }
        });
        worker.send("server", server);
    }

    /** The child. */
    public static final class Worker {

        private static final long PATIENCE_MS = 5000;

        private Worker() {}

        /** Answers once, and dies of it. */
        public static void main(String[] arguments) {
            WorkerProcess me = WorkerProcess.current();
            me.onDisconnect(() -> System.exit(0));
            TextServer texts = new TextServer();
            String text = "I am worker, pid: " + me.pid() + ", ppid: " + me.ppid();
            me.onMessage((message, server) -> {
                if (server != null) {
                    texts.accept(
                            server,
                            path -> CompletableFuture.completedFuture(text),
                            accepting -> die(me, texts, accepting));
                }
            });
        }

        /**
         * Once, and accepting nothing more, but not before the connections that it has accepted meanwhile are answered. In
         * Java an uncaught exception ends only its thread; this program makes it end the process.
         */
        private static void die(WorkerProcess me, TextServer texts, Channel accepting) {
            if (!accepting.isOpen()) {
                return;
            }
            accepting.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            Thread victim = new Thread(() -> {
                throw new IllegalStateException("throw exception");
            });
            victim.setUncaughtExceptionHandler((thread, thrown) -> me.send(SUICIDE)
                    .whenComplete((sent, failure) -> texts.whenAnswered(
                            PATIENCE_MS, () -> Runtime.getRuntime().halt(1))));
            victim.start();
        }
    }
}
