package io.baton.master.child;

import io.baton.worker.child.WorkerProcess;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A program that ends when its last callbacks have run: those of a child's end, and of its own channel's end. */
final class LastWords {

    /** A JVM that did not wait for its callbacks would have exited by then. */
    private static final long TIME_TO_EXIT_NANOS = 300_000_000;

    private LastWords() {}

    public static void main(String[] arguments) {
        WorkerProcess me = WorkerProcess.current();
        me.onDisconnect(() -> say("disconnected"));
        ChildProcess.spawn("true", List.of()).onExit(status -> say("exit")).onClose(status -> say("close"));
        me.disconnect();
    }

    private static void say(String word) {
        LockSupport.parkNanos(TIME_TO_EXIT_NANOS);
        System.out.println(word);
    }
}
