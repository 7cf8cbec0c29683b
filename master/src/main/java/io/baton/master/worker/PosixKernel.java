package io.baton.master.worker;

import io.baton.protocol.posix.ProcessTitle;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real kernel. Conductor thread only. */
final class PosixKernel implements Kernel {

    private static final String STOPPED = "Tt";

    @Override
    public void signal(int pid, int signal) {
        Processes.kill(pid, signal);
    }

    @Override
    public void title(int pid, String title) {
        ProcessTitle.set(pid, title);
    }

    /** From proc(5), statm. */
    @Override
    public long residentBytes(int pid) {
        try {
            String[] pages = Files.readString(Path.of("/proc", String.valueOf(pid), "statm"))
                    .split(" ", 3);
            return pages.length < 2 ? 0 : Long.parseLong(pages[1]) * Processes.pageSize();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String ports(int pid) {
        return ListeningPorts.of(Path.of("/proc", String.valueOf(pid)));
    }

    /** From proc(5), stat. */
    @Override
    public boolean isStopped(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && STOPPED.indexOf(stat.charAt(state)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
