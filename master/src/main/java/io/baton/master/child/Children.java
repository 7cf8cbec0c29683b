package io.baton.master.child;

import io.baton.master.child.Birth.Newborn;
import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.message.KeepAlive;
import io.baton.protocol.posix.PosixException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The threads that all children of this JVM share, started with the first: the loop, {@code baton-children}, on which their
 * streams, messages and ends are heard and every callback runs; and one that starts them, because that blocks until the
 * program runs and because a child's {@code PR_SET_PDEATHSIG} fires when the thread that started it ends (prctl(2)). Both
 * are daemons and live as long as the JVM.
 */
final class Children {

    /** As much as a pipe holds (pipe(7)). */
    static final int BUFFER_BYTES = 64 * 1024;

    private final Conductor conductor = Conductor.start("baton-children");
    private final KeepAlive keepAlive = new KeepAlive("baton-children-alive");
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final LinkedBlockingQueue<Runnable> births = new LinkedBlockingQueue<>();

    /** Hears how it went; called once, on the loop. */
    interface Result {

        /** It runs; what connects it is the receiver's. */
        void born(Newborn child);

        /** It could not be started, and nothing is left of it. */
        void stillborn(PosixException reason);
    }

    private static final class Threads {
        static final Children SHARED = new Children();
    }

    private Children() {
        Thread thread = new Thread(this::serve, "baton-children-spawner");
        thread.setDaemon(true);
        thread.start();
    }

    static Children shared() {
        return Threads.SHARED;
    }

    Conductor conductor() {
        return conductor;
    }

    /**
     * Direct memory for one read or write on the loop, shared by all streams: what it holds is another stream's as soon as
     * the call returns. On the loop.
     */
    ByteBuffer buffer() {
        return buffer;
    }

    /** A reason for this JVM to live. */
    KeepAlive.Hold hold() {
        return keepAlive.hold();
    }

    /** Starts a program, without waiting for it. */
    void start(Program program, Result result) {
        births.add(new Guarded(() -> give(program, result)));
    }

    private void serve() {
        while (true) {
            try {
                births.take().run();
            } catch (InterruptedException e) {
                // Nobody has a reason to: see the class comment.
            }
        }
    }

    private void give(Program program, Result result) {
        try (Birth birth = new Birth()) {
            Newborn child = birth.start(program);
            conductor.post(() -> result.born(child));
        } catch (PosixException e) {
            conductor.post(() -> result.stillborn(e));
        }
    }
}
