package io.baton.protocol.message;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this JVM from exiting while there is a reason to, as a child or a channel does with a Node process. One thread
 * waits for that; the threads that do the work are daemons. Thread-safe, with a lock, so that the JVM is kept alive
 * when {@code ref} returns.
 */
public final class KeepAlive {

    private final String thread;

    private int holders;
    private @Nullable CountDownLatch released;

    /**
     * Kept alive by nothing yet.
     *
     * @param thread the name of the thread that will wait
     */
    public KeepAlive(String thread) {
        this.thread = thread;
    }

    /** One reason for the JVM to live, not in force yet. */
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
            // An interrupt is a request to let the JVM end.
        }
    }

    /** One reason to keep the JVM alive. Thread-safe; its methods may be called several times. */
    public final class Hold {

        private boolean held;
        private boolean over;

        private Hold() {}

        /** Keeps the JVM alive from now on. */
        public synchronized void ref() {
            if (!held && !over) {
                held = true;
                add(1);
            }
        }

        /** Stops keeping the JVM alive. */
        public synchronized void unref() {
            if (held) {
                held = false;
                add(-1);
            }
        }

        /** Stops keeping the JVM alive for good. */
        public synchronized void end() {
            unref();
            over = true;
        }
    }
}
