package io.baton.agent.channel;

import io.baton.agent.posix.Kernel;
import sun.nio.ch.NativeBytes;

/** Reads what the master says, on a thread of its own, and passes it on: connections, answers, orders. */
public final class Channel implements Runnable {

    private final int fd;
    private final PrimaryProxy primary;
    private final Arrivals arrivals;
    private final Orders orders;
    private final Line line = new Line();
    private final Incoming incoming;
    private final long pollfd = NativeBytes.allocate(Long.BYTES);

    /** The channel on a descriptor, which becomes this object's. */
    public Channel(int fd, PrimaryProxy primary, Arrivals arrivals, Orders orders) {
        this.fd = fd;
        this.primary = primary;
        this.arrivals = arrivals;
        this.orders = orders;
        incoming = new Incoming(fd, line, new Reader());
    }

    /** Starts the thread. */
    public void start() {
        Thread thread = new Thread(null, this, "baton-channel", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads until the channel ends. By the thread of the channel. */
    @Override
    public void run() {
        try {
            while (true) {
                int timeoutMs = orders.turn();
                if (Kernel.poll(pollfd, fd, Kernel.POLLIN, timeoutMs) != 0 && !incoming.read()) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            System.err.println("baton: the channel to the master ends: " + e);
        }
        end();
        orders.ended();
    }

    /** Nothing more is read. The descriptor stays open: its number must not be another file's while a thread writes. */
    private void end() {
        primary.endQuestions();
        int unused = Kernel.shutDown(fd);
        incoming.end();
    }

    private void line() {
        if (line.acknowledges() || line.rejects()) {
            primary.connectionCame(line.acknowledges());
        } else if (line.isHandle()) {
            handle();
        } else if (!line.isInternal()) {
            // The application has no use for messages of a program that it does not know.
            return;
        } else if (line.act().isEmpty()) {
            answer(Incoming.LOST);
        } else {
            order();
        }
    }

    private void handle() {
        int descriptor = incoming.descriptor();
        if (line.isInternal() && line.act().equals("newconn")) {
            if (descriptor == Incoming.LOST) {
                primary.refused(line.seq());
            } else {
                arrivals.connection(line.key(), line.seq(), descriptor, line.requests(), line.age());
            }
            return;
        }
        primary.handleCame(descriptor != Incoming.LOST || !line.isSocket());
        if (line.isInternal() && line.act().isEmpty()) {
            answer(descriptor);
        } else if (descriptor != Incoming.LOST) {
            int unused = Kernel.close(descriptor);
        }
    }

    private void answer(int descriptor) {
        Answer answer = new Answer(line.errno(), line.key(), descriptor, line.port());
        if (!primary.answered(line.ack(), answer) && descriptor != Incoming.LOST) {
            int unused = Kernel.close(descriptor);
        }
    }

    private void order() {
        switch (line.act()) {
            case "disconnect" -> {
                // A worker that leaves is not answered. The application's start, and with it its end, would wait for
                // ever.
                primary.endQuestions();
                orders.leave(line.move());
            }
            case "giveBack" -> orders.giveBack(line.seq(), line.count(), line.id());
            case "askConnections" -> orders.askConnections(line.seq(), line.after());
            case "upgrade" -> {
                orders.upgrade(line.begins());
                primary.acknowledge(line.seq());
            }
            default -> {
                // A newer master says more.
            }
        }
    }

    private final class Reader implements Runnable {
        @Override
        public void run() {
            line();
        }
    }
}
