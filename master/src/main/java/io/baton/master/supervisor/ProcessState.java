package io.baton.master.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process (proc(5)). */
final class ProcessState {

    private static final char STOPPED = 'T';

    private ProcessState() {}

    /** Whether it was stopped by a signal and can do nothing until it is continued, not even dump its threads. */
    static boolean isStopped(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == STOPPED;
        } catch (IOException e) {
            return false;
        }
    }
}
