package io.baton.bench.classic;

import io.baton.master.child.ChildOptions;
import io.baton.master.child.ChildProcess;
import io.baton.master.child.Stdio;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A parent that starts a detached daemon, says {@code daemon PID} and exits; the daemon, in a session of its own, writes a
 * line to a file every 10 s until it is killed.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.Daemon [FILE [SECONDS]]</pre>
 */
public final class Daemon {

    private Daemon() {}

    /** The parent. */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "daemon.log");
        String seconds = arguments.length > 1 ? arguments[1] : "10";
        Stdio log = Stdio.appendTo(file);
        ChildOptions options = ChildOptions.defaults().detached().stdio(Stdio.IGNORE, log, log);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                "-XX:+UseSerialGC",
                "-Xmx16m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                seconds);
        ChildProcess daemon = ChildProcess.spawn(java, command, options);
        daemon.pid().thenAccept(pid -> {
            System.out.println("daemon " + pid);
            daemon.unref();
        });
    }

    /** The daemon. */
    public static final class Writer {

        private Writer() {}

        /** Writes. */
        public static void main(String[] arguments) throws InterruptedException {
            while (true) {
                System.out.println(Instant.now() + " I am alive");
                TimeUnit.SECONDS.sleep(Long.parseLong(arguments[0]));
            }
        }
    }
}
