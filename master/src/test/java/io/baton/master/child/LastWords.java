package io.baton.master.child;

import io.baton.worker.child.WorkerProcess;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A program that has nothing to do but what it hears at the end: of a child, or of its own channel. */
final class LastWords {

    private static final long LONG_ENOUGH_TO_EXIT_NANOS = 300_000_000;

    private LastWords() {}

    public static void main(String[] arguments) {
        WorkerProcess me = WorkerProcess.current();
        me.onDisconnect(() -> say("disconnected"));
        ChildProcess.spawn("true", List.of()).onExit(status -> say("exit")).onClose(status -> say("close"));
        me.disconnect();
    }

    private static void say(String word) {
        LockSupport.parkNanos(LONG_ENOUGH_TO_EXIT_NANOS);
        System.out.println(word);
    }
}
