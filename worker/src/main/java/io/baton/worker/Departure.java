package io.baton.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Makes a worker leave when a signal, and not its master, asks it to end. The worker tells its master and serves on
 * until the master lets it go: the master starts the successor first, or is stopping and still has connections to give
 * away. After the kill timeout the worker ends in any case. Owned by the worker's event loop.
 */
final class Departure {

    private static final Logger LOG = System.getLogger(Departure.class.getName());

    /** systemd, foreman and terminals send these signals to every process of a service, not to the master alone. */
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    /**
     * These signals would end or stop a process without a handler. They are handled and not ignored, because children
     * would inherit that they are ignored.
     */
    private static final List<String> MEANINGLESS = List.of("USR1", "USR2", "ALRM", "TTIN", "TTOU");

    /** The worker waits for its successor for one part in so many of the kill timeout. */
    private static final int SUCCESSOR_PART = 4;

    private final WorkerLife worker;
    private final int killMs;

    private boolean asked;

    /**
     * The departure of this worker.
     *
     * @param killMs how long it may take; 0 under a master that is not Baton's and would not answer
     */
    Departure(WorkerLife worker, int killMs) {
        this.worker = worker;
        this.killMs = killMs;
    }

    /** Handles the signals from now on. On a thread of its own, because it takes a booting JVM 20 ms. */
    void hear(OwnProcess process) {
        Thread thread = new Thread(() -> hearAll(process), "baton-signals");
        thread.setDaemon(true);
        thread.start();
    }

    private void hearAll(OwnProcess process) {
        for (String signal : SIGNALS) {
            process.hear(signal, () -> worker.guard().execute(() -> ask("SIG" + signal)));
        }
        for (String signal : MEANINGLESS) {
            process.hear(signal, () -> LOG.log(Level.INFO, "SIG{0} means nothing to a worker", signal));
        }
    }

    private void ask(String signal) {
        if (asked || worker.phase().compareTo(Phase.DRAINING) >= 0) {
            return;
        }
        asked = true;
        if (worker.phase() == Phase.STARTING) {
            worker.abandon();
        } else if (killMs == 0) {
            LOG.log(Level.INFO, "{0}: leaves", signal);
            worker.drain(false);
        } else {
            LOG.log(Level.INFO, "{0}: leaves as soon as there is a successor", signal);
            worker.parent().release(signal);
            after(killMs / SUCCESSOR_PART, () -> leaveWithoutSuccessor(signal));
            after(killMs, worker::abandon);
        }
    }

    private void leaveWithoutSuccessor(String signal) {
        if (worker.phase() == Phase.SERVING) {
            worker.parent().retire(signal);
            worker.drain(false);
        }
    }

    private void after(int ms, Runnable action) {
        Object unused = worker.guard().schedule(action, ms);
    }
}
