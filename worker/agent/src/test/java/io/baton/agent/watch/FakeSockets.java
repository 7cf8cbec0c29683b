package io.baton.agent.watch;

import java.util.ArrayList;
import java.util.List;

/** Sockets whose copies have the number of the socket and 1000. */
final class FakeSockets implements Sockets {

    static final int COPY = 1000;

    final List<Integer> inputEnded = new ArrayList<>();
    final List<Integer> shutDown = new ArrayList<>();
    int copies;
    int closedAlready = -1;

    @Override
    public String peer(int fd) {
        return "10.0.0.1:" + fd;
    }

    @Override
    public int copy(int fd) {
        if (fd == closedAlready) {
            return -1;
        }
        copies++;
        return fd + COPY;
    }

    @Override
    public void close(int copy) {
        copies--;
    }

    @Override
    public void endInput(int fd) {
        inputEnded.add(fd);
    }

    @Override
    public void shutDown(int fd) {
        shutDown.add(fd);
    }
}
