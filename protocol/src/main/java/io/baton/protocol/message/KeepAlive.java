package io.baton.protocol.message;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this JVM from exiting while somebody holds it, as a child or a channel does with a Node process: with one thread
 * that waits. The threads that do the work are daemons and keep nothing. Thread-safe, with a lock: who begins to hold must
 * be sure of it before it returns.
 */
public final class KeepAlive {

    private final String thread;

    private int holders;
    private @Nullable CountDownLatch released;

    /**
     * Held by nobody.
     *
     * @param thread the name of the thread that will wait
     */
    public KeepAlive(String thread) {
        this.thread = thread;
    }

    /** One reason for the JVM to live; none yet. */
    public Hold hold() {
        return new Hold();
    }

    private synchronized void add(int holder) {
        holders += holder;
        if (holders > 0 && released == null) {
            CountDownLatch end = new CountDownLatch(1);
            released = end;
            new Thread(() -> await(end), thread).start();
        } else if (holders == 0 && released != null) {
            released.countDown();
            released = null;
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            // Whoever interrupts it wants the JVM to end.
        }
    }

    /** One reason. Thread-safe; both methods may be called again. */
    public final class Hold {

        private boolean held;
        private boolean over;

        private Hold() {}

        /** Keeps the JVM alive from here on. */
        public synchronized void ref() {
            if (!held && !over) {
                held = true;
                add(1);
            }
        }

        /** No longer does. */
        public synchronized void unref() {
            if (held) {
                held = false;
                add(-1);
            }
        }

        /** No longer does, and never will again. */
        public synchronized void end() {
            unref();
            over = true;
        }
    }
}
