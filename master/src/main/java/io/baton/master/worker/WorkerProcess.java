package io.baton.master.worker;

import io.baton.master.journal.WorkerId;
import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.posix.ProcessTitle;
import org.jspecify.annotations.Nullable;

/** The process of one worker. It gets signals until it is reaped. Conductor thread only. */
final class WorkerProcess {

    private final int pid;
    private final Kernel kernel;

    private @Nullable ExitStatus exitStatus;

    /** A child of this process that has not been reaped. */
    WorkerProcess(int pid, Kernel kernel) {
        this.pid = pid;
        this.kernel = kernel;
    }

    int pid() {
        return pid;
    }

    /** How it ended; null until it is reaped. */
    @Nullable
    ExitStatus exitStatus() {
        return exitStatus;
    }

    /** It has ended and was reaped. */
    void ended(ExitStatus status) {
        exitStatus = status;
    }

    /** Sends a signal, unless the process was reaped: its number may be another process's by then. */
    void signal(int signal) {
        if (exitStatus == null) {
            kernel.signal(pid, signal);
        }
    }

    /** Shows its place in the list of all processes. It has read its arguments. */
    void title(WorkerId worker) {
        if (exitStatus == null) {
            kernel.title(pid, ProcessTitle.PREFIX + worker.title());
        }
    }

    /** Its resident memory in bytes; 0 if it has ended. */
    long residentBytes() {
        return exitStatus == null ? kernel.residentBytes(pid) : 0;
    }

    /** The ports where it listens by itself, as {@code 8080, 8081}; empty if it does not. */
    String ports() {
        return exitStatus == null ? kernel.ports(pid) : "";
    }

    /** Whether a signal or a debugger has stopped it. It can do nothing until it is continued, not even dump its threads. */
    boolean isStopped() {
        return exitStatus == null && kernel.isStopped(pid);
    }
}
