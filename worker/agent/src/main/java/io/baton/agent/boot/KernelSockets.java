package io.baton.agent.boot;

import io.baton.agent.posix.Kernel;
import io.baton.agent.watch.Sockets;
import sun.nio.ch.HookedNet;

/** Asks the kernel about connections. */
final class KernelSockets implements Sockets {

    @Override
    public String peer(int fd) {
        return HookedNet.peer(fd);
    }

    @Override
    public int copy(int fd) {
        int copy = Kernel.duplicate(fd);
        if (copy >= 0 && !Kernel.isInternetSocket(copy)) {
            int unused = Kernel.close(copy);
            return -1;
        }
        return copy;
    }

    @Override
    public void close(int copy) {
        int unused = Kernel.close(copy);
    }

    @Override
    public void endInput(int fd) {
        int unused = Kernel.shutDownInput(fd);
    }

    @Override
    public void shutDown(int fd) {
        int unused = Kernel.shutDown(fd);
    }
}
