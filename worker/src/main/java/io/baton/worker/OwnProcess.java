package io.baton.worker;

import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;

/**
 * Changes the process that the worker runs in. An interface, because a test runs a worker in a process that is not the
 * worker's own.
 */
interface OwnProcess {

    System.Logger LOG = System.getLogger(OwnProcess.class.getName());

    /** This JVM. */
    OwnProcess JVM = new OwnProcess() {
        @Override
        public boolean endWithParent(int parent) {
            Processes.signalOnParentDeath(Processes.SIGKILL);
            return hasParent(parent);
        }

        @Override
        public boolean hasParent(int parent) {
            return Processes.parentPid() == parent;
        }

        @Override
        public void outliveParent() {
            Processes.signalOnParentDeath(0);
        }

        @Override
        public void tellUncaught(Thread.UncaughtExceptionHandler handler) {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }

        @Override
        public void hear(String signal, Runnable action) {
            try {
                boolean unused = Signals.on(signal, action);
            } catch (IllegalStateException e) {
                // The JVM keeps some signals for itself: SIGUSR2 unless a variable frees it, and all of them with -Xrs.
                LOG.log(System.Logger.Level.DEBUG, "SIG{0} is not heard: {1}", signal, e.getMessage());
            }
        }

        @Override
        public void exit(int code) {
            new Thread(() -> System.exit(code), "baton-exit").start();
        }
    };

    /**
     * Has the kernel kill this process when its parent ends. Bound to the calling thread.
     *
     * @param parent the parent's pid when this process began
     * @return false if that parent is dead already, so that the kernel will not kill this process
     */
    boolean endWithParent(int parent);

    /** Whether this is still the parent. A process whose parent ends gets another one at once. */
    boolean hasParent(int parent);

    /** Undoes {@link #endWithParent}, on the same thread. */
    void outliveParent();

    /** Calls the handler for every exception that ends a thread. */
    void tellUncaught(Thread.UncaughtExceptionHandler handler);

    /**
     * Runs the action when the signal comes, on a thread of its own, instead of ending this process.
     *
     * @param signal its name without SIG, as {@code TERM}
     */
    void hear(String signal, Runnable action);

    /** Ends this process whatever its threads do. Returns at once. */
    void exit(int code);
}
