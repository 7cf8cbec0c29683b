package io.baton.master.worker;

import io.baton.master.conductor.Conductor;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.ExitWatch;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One child process, as the kernel sees it: it gets signals until it is reaped, and tells of its end. The conductor's. */
final class WorkerProcess {

    private static final String STOPPED = "Tt";

    private final int pid;

    private @Nullable ExitStatus exitStatus;

    /** A child of this process that nobody has reaped. */
    WorkerProcess(int pid) {
        this.pid = pid;
    }

    /** Calls back once, when the process is gone and reaped. */
    void watch(Conductor conductor, Consumer<ExitStatus> whenExited) {
        ExitWatch.start(conductor, pid, status -> {
            exitStatus = status;
            whenExited.accept(status);
        });
    }

    int pid() {
        return pid;
    }

    /** How it ended; null while it has not, or not been reaped. */
    @Nullable
    ExitStatus exitStatus() {
        return exitStatus;
    }

    /** Sends a signal, unless it was reaped: the number may be somebody else's by then. */
    void signal(int signal) {
        if (exitStatus == null) {
            Processes.kill(pid, signal);
        }
    }

    /** Its resident memory (proc(5), statm); 0 if it is gone. */
    long residentBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc", String.valueOf(pid), "statm"))
                    .split(" ", 3);
            return pages.length < 2 ? 0 : Long.parseLong(pages[1]) * Processes.pageSize();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Whether it was stopped by a signal or a debugger (proc(5)) and can do nothing until it is continued, not even dump its
     * threads.
     */
    boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && STOPPED.indexOf(stat.charAt(state)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
