package io.baton.master;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a container engine started this process, and no shell or service manager did. Any thread. */
final class ContainerStart {

    private static final int INIT = 1;

    /** The inode of the machine's own namespace of processes, a constant of the kernel (include/uapi/linux/nsfs.h). */
    private static final String MACHINES = "pid:[4026531836]";

    private ContainerStart() {}

    /** Whether this is process 1, or an init of a container (tini, {@code docker run --init}) started it. */
    static boolean isOurs() {
        return isOurs(Processes.pid(), Processes.parentPid(), namespace());
    }

    static boolean isOurs(int pid, int parent, String namespace) {
        return pid == INIT || (parent == INIT && namespace.startsWith("pid:") && !namespace.equals(MACHINES));
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
