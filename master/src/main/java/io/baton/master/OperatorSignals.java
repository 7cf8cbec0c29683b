package io.baton.master;

import io.baton.master.output.LogFiles;
import io.baton.protocol.posix.InheritedSignals;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The signals that an operator sends to a master, each a verb of the master. They arrive on a thread of the JVM. */
final class OperatorSignals {

    private static final Logger LOG = System.getLogger(OperatorSignals.class.getName());

    private final Master master;
    private final LogFiles files;

    /** Whether SIGHUP means that the terminal was closed. */
    private final boolean hangsUp = ControllingTerminal.exists();

    private final boolean inContainer = ContainerStart.isOurs();

    OperatorSignals(Master master, LogFiles files) {
        this.master = master;
        this.files = files;
    }

    /** Takes the signals from now on. */
    void hear() {
        hearStop("TERM", () -> master.stop().ask("SIGTERM"));
        hear("HUP", hangsUp ? () -> master.stop().ask("SIGHUP") : () -> master.reload("SIGHUP"));
        hearStop("INT", () -> master.stop().interrupt());
        hear(
                "TTIN",
                () -> master.toTheOnlyGroup("SIGTTIN", group -> group.slots().grow()));
        hear(
                "TTOU",
                () -> master.toTheOnlyGroup("SIGTTOU", group -> group.slots().shrink()));
        hear("USR1", this::reopen);
        hear("USR2", master::upgrade);
        hear("ALRM", () -> LOG.log(Level.INFO, "SIGALRM means nothing to a master"));
        // Only now: by default these signals end a process, and some of them may wait since a former image.
        InheritedSignals.unblock(
                Processes.SIGTERM,
                Processes.SIGHUP,
                Processes.SIGINT,
                Processes.SIGTTIN,
                Processes.SIGTTOU,
                Processes.SIGUSR1,
                Processes.SIGUSR2,
                Processes.SIGALRM);
    }

    private void reopen() {
        LOG.log(Level.INFO, "SIGUSR1: the log files are opened anew");
        files.reopen();
    }

    /**
     * A container engine may have been started in the background of a script, whose SIGINT is ignored. What it starts inherits that,
     * though the script meant the engine: a container has to be stoppable.
     */
    private void hearStop(String signal, Runnable action) {
        if (inContainer) {
            Signals.onEvenIfIgnored(signal, action);
        } else {
            hear(signal, action);
        }
    }

    private static void hear(String signal, Runnable action) {
        try {
            if (!Signals.on(signal, action)) {
                LOG.log(Level.WARNING, "SIG{0} was ignored when this process started (nohup?) and stays so", signal);
            }
        } catch (IllegalStateException e) {
            // The JVM keeps SIGUSR2 where the operator's flags kept this process from executing itself again.
            LOG.log(Level.DEBUG, "SIG{0} is not heard: {1}", signal, e.getMessage());
        }
    }
}
