package io.baton.bench.classic;

import io.baton.master.child.ChildOptions;
import io.baton.master.child.ChildProcess;
import io.baton.master.child.Stdio;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A parent starts a detached daemon, prints {@code daemon PID} and exits. The daemon has a session of its own and writes a
 * line to a file every 10 s until it is killed.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.Daemon [FILE [SECONDS]]</pre>
 */
public final class Daemon {

    private static final int LONGEST_SECONDS = 86_400;

    private Daemon() {}

    /** The parent. */
    public static void main(String[] arguments) {
        Arguments given = Arguments.of(Daemon.class, arguments, "FILE", "SECONDS");
        Path file = Path.of(given.text(0, "daemon.log"));
        String seconds = String.valueOf(given.number(1, "seconds", 10, 1, LONGEST_SECONDS));
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
        daemon.onError(failure -> {
            throw Arguments.fail("Daemon: " + failure.getMessage());
        });
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
