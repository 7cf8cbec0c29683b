package io.baton.master.spawn;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Processes;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.util.function.Consumer;

/**
 * Sees one child's end, by a pidfd on the conductor and then waitpid(2) for that pid only: never for any child, which
 * would take statuses away from whoever else has children in this JVM. Where the kernel gives no pidfd, a thread waits.
 */
public final class ExitWatch implements EpollIoHandle {

    private final int pid;
    private final Fd pidfd;
    private final FileDescriptor nettyDescriptor;
    private final Consumer<ExitStatus> whenExited;

    private ExitWatch(int pid, Fd pidfd, Consumer<ExitStatus> whenExited) {
        this.pid = pid;
        this.pidfd = pidfd;
        this.nettyDescriptor = new FileDescriptor(pidfd.number());
        this.whenExited = whenExited;
    }

    /**
     * Watches a child of this process. On the conductor.
     *
     * @param whenExited called once on the conductor, when the child is gone and reaped
     */
    public static void start(Conductor conductor, int pid, Consumer<ExitStatus> whenExited) {
        int pidfd = Processes.pidfdOpen(pid);
        if (pidfd < 0) {
            waitOnThread(conductor, pid, whenExited);
            return;
        }
        ExitWatch watch = new ExitWatch(pid, Fd.own(pidfd), whenExited);
        conductor.loop().register(watch).addListener(future -> {
            if (future.isSuccess()) {
                ((IoRegistration) future.getNow()).submit(EpollIoOps.EPOLLIN);
            } else {
                watch.close();
                waitOnThread(conductor, pid, whenExited);
            }
        });
    }

    @Override
    public FileDescriptor fd() {
        return nettyDescriptor;
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int status = Processes.waitpid(pid);
        if (status == Processes.STILL_RUNNING) {
            return;
        }
        source.cancel();
        pidfd.close();
        whenExited.accept(statusOf(status));
    }

    /** Called by the event loop when it ends. */
    @Override
    public void close() {
        pidfd.close();
    }

    private static void waitOnThread(Conductor conductor, int pid, Consumer<ExitStatus> whenExited) {
        Thread waiter = new Thread(
                () -> {
                    int status = Processes.waitpidBlocking(pid);
                    conductor.post(() -> whenExited.accept(statusOf(status)));
                },
                "baton-wait-" + pid);
        waiter.setDaemon(true);
        waiter.start();
    }

    /** Somebody else reaped it (ECHILD): gone all the same. */
    private static ExitStatus statusOf(int waitStatus) {
        return waitStatus < 0 ? new ExitStatus(-1, 0, false) : ExitStatus.ofWaitStatus(waitStatus);
    }
}
