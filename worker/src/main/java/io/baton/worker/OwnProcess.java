package io.baton.worker;

import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;

/** What a worker does to the process that it is. Injected, because a runtime under test is only a guest in one. */
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
                // The JVM's own, as SIGUSR2 without the variable that frees it, or all of them with -Xrs.
                LOG.log(System.Logger.Level.DEBUG, "SIG{0} is not heard: {1}", signal, e.getMessage());
            }
        }

        @Override
        public void exit(int code) {
            new Thread(() -> System.exit(code), "baton-exit").start();
        }
    };

    /**
     * Has the kernel kill this process when its parent ends, bound to the calling thread.
     *
     * @param parent the parent's pid as it was when this process began
     * @return false if that parent is gone already, of which the kernel will not tell
     */
    boolean endWithParent(int parent);

    /** Whether that one is still its parent: a process whose parent ends gets another one at once. */
    boolean hasParent(int parent);

    /** Takes {@link #endWithParent} back, on the same thread. */
    void outliveParent();

    /** Has the handler told of every exception that ends a thread. */
    void tellUncaught(Thread.UncaughtExceptionHandler handler);

    /** Has a signal, named as {@code TERM}, run the action on a thread of its own instead of ending this process. */
    void hear(String signal, Runnable action);

    /** Ends this process, whatever its threads do; returns at once. */
    void exit(int code);
}
