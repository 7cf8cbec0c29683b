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

/** A child of this process: it gets signals until it is reaped, and tells of its end. The conductor's. */
final class PosixProcess implements WorkerProcess {

    private static final String STOPPED = "Tt";

    private final int pid;

    private @Nullable ExitStatus exitStatus;

    /** A child of this process that nobody has reaped. */
    PosixProcess(int pid) {
        this.pid = pid;
    }

    /** Calls back once, when the process is gone and reaped. */
    void watch(Conductor conductor, Consumer<ExitStatus> whenExited) {
        ExitWatch.start(conductor, pid, status -> {
            exitStatus = status;
            whenExited.accept(status);
        });
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public @Nullable ExitStatus exitStatus() {
        return exitStatus;
    }

    @Override
    public void signal(int signal) {
        if (exitStatus == null) {
            Processes.kill(pid, signal);
        }
    }

    /** From proc(5), statm. */
    @Override
    public long residentBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc", String.valueOf(pid), "statm"))
                    .split(" ", 3);
            return pages.length < 2 ? 0 : Long.parseLong(pages[1]) * Processes.pageSize();
        } catch (IOException e) {
            return 0;
        }
    }

    /** From proc(5), stat. */
    @Override
    public boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && STOPPED.indexOf(stat.charAt(state)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
