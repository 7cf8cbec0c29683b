package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Processes;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an operator may ask of one worker. Conductor thread only. */
public final class Questions {

    /** A JVM with a thousand threads needs less than a second. */
    private static final long LIMIT_MS = 5_000;

    private final Clock clock;
    private final WorkerProcess process;
    private final Remains remains;
    private final BooleanSupplier dumpsThreads;
    private final Telling telling;

    private boolean asked;

    Questions(Clock clock, WorkerProcess process, Remains remains, BooleanSupplier dumpsThreads, Telling telling) {
        this.clock = clock;
        this.process = process;
        this.remains = remains;
        this.dumpsThreads = dumpsThreads;
        this.telling = telling;
    }

    /** For the metrics that its application counts. */
    Telling telling() {
        return telling;
    }

    /** Sends a signal. Returns false if the process has ended: its number may be another process's by then. */
    public boolean signal(int signal) {
        boolean lives = process.exitStatus() == null;
        process.signal(signal);
        return lives;
    }

    /** Whether its process is stopped, as by SIGSTOP. */
    public boolean isStopped() {
        return process.isStopped();
    }

    /** Whether it can be asked for its threads now: a JVM that runs, and that is not asked already. */
    public boolean canTellThreads() {
        return dumpsThreads.getAsBoolean() && process.exitStatus() == null && !process.isStopped() && !asked;
    }

    /**
     * Asks for its threads. Only while it {@link #canTellThreads}.
     *
     * @param answer gets them, or null if they do not come in time; called once
     */
    public void threads(Consumer<@Nullable KeptThreads> answer) {
        asked = true;
        boolean[] told = {false};
        Consumer<@Nullable KeptThreads> once = threads -> {
            if (!told[0]) {
                told[0] = true;
                asked = false;
                answer.accept(threads);
            }
        };
        remains.keepThreads(() -> process.signal(Processes.SIGQUIT), once);
        clock.post(() -> clock.after(LIMIT_MS, () -> once.accept(null)));
    }
}
