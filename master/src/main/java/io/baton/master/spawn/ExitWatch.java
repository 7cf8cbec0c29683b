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
 * Watches one child until it ends, and reaps it. The kernel reports the end through a pidfd on the conductor. Where there
 * is none, for example because no descriptor is left, the child is asked for every few milliseconds. waitpid(2) is called
 * for this pid only: other code in this JVM may have children too and needs their exit statuses. Conductor thread only.
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
     * Watches a child of this process.
     *
     * @param whenExited called once, when the child is reaped
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

    /** Reaps the child if it has ended. Returns whether it has. */
    private boolean reap() {
        int status = Processes.waitpid(pid);
        if (status == Processes.STILL_RUNNING) {
            return false;
        }
        if (pidfd != null) {
            pidfd.close();
        }
        whenExited.accept(ExitStatus.of(status));
        return true;
    }
}
