package io.baton.master.worker;

import io.baton.master.spawn.ExitStatus;
import org.jspecify.annotations.Nullable;

/** The process of one worker, as the kernel sees it. The conductor's. */
interface WorkerProcess {

    int pid();

    /** How it ended; null while it has not, or was not reaped. */
    @Nullable
    ExitStatus exitStatus();

    /** Sends a signal, unless it was reaped: the number may be another process's by then. */
    void signal(int signal);

    /** Its resident memory in bytes; 0 if it is gone. */
    long residentBytes();

    /** Whether it was stopped by a signal or a debugger, and can do nothing until it is continued, not even dump its threads. */
    boolean isStopped();
}
