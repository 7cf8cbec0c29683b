package io.baton.master.spawn;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.netty.channel.epoll.EpollIoOps;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees one child's end, by a pidfd on the conductor and then waitpid(2) for that pid only: never for any child, which
 * would take statuses away from whoever else has children in this JVM. Where the kernel gives no pidfd, as to a process
 * without a descriptor left, it asks every few milliseconds. The conductor's.
 */
public final class ExitWatch implements FdWatch.Owner {

    private static final long ASK_MS = 20;

    private final Conductor conductor;
    private final int pid;
    private final Consumer<ExitStatus> whenExited;

    private @Nullable FdWatch pidfd;

    private ExitWatch(Conductor conductor, int pid, Consumer<ExitStatus> whenExited) {
        this.conductor = conductor;
        this.pid = pid;
        this.whenExited = whenExited;
    }

    /**
     * Watches a child of this process. On the conductor.
     *
     * @param whenExited called once on the conductor, when the child is gone and reaped
     */
    public static void start(Conductor conductor, int pid, Consumer<ExitStatus> whenExited) {
        new ExitWatch(conductor, pid, whenExited).start(Processes.pidfdOpen(pid));
    }

    private void start(int number) {
        if (number < 0) {
            conductor.after(ASK_MS, this::ask);
            return;
        }
        Fd descriptor = Fd.own(number);
        try {
            pidfd = conductor.watch(descriptor, EpollIoOps.EPOLLIN, this);
        } catch (PosixException e) {
            descriptor.close();
            conductor.after(ASK_MS, this::ask);
        }
    }

    @Override
    public void ready(EpollIoOps events) {
        reap();
    }

    private void ask() {
        if (!reap()) {
            conductor.after(ASK_MS, this::ask);
        }
    }

    /** Returns whether the child is gone. */
    private boolean reap() {
        int status = Processes.waitpid(pid);
        if (status == Processes.STILL_RUNNING) {
            return false;
        }
        if (pidfd != null) {
            pidfd.close();
        }
        whenExited.accept(statusOf(status));
        return true;
    }

    /** Somebody else reaped it (ECHILD): gone all the same. */
    private static ExitStatus statusOf(int waitStatus) {
        return waitStatus < 0 ? new ExitStatus(-1, 0, false) : ExitStatus.ofWaitStatus(waitStatus);
    }
}
