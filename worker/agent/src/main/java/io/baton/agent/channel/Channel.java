package io.baton.agent.channel;

import io.baton.agent.posix.Kernel;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.NativeBytes;

/**
 * The worker's end of the channel. Its own thread reads; any thread writes.
 */
public final class Channel implements Primary, Runnable {

    private static final String NO_ANSWER = "the worker leaves, so its master lets it listen no more";

    /** How many connections may be given back that the master has not answered for. */
    private static final int MOST_UNDERWAY = 64;

    /** What is done with messages that are not about listeners. Called by the thread of the channel. */
    public interface Orders {

        /** The master wants the worker to leave. */
        void leave(boolean move);

        /** The master wants idle connections back. */
        void giveBack(long seq, int count, long id);

        /** The master wants to know of the connections with higher numbers. */
        void askConnections(long seq, long after);

        /** The master is about to replace its program, or has. */
        void upgrade(boolean begins);

        /** Time has passed, or something has come. Returns after how many milliseconds this must be called again. */
        int turn();

        /** The master is gone. */
        void ended();
    }

    private final int fd;
    private final Out out;
    private final Questions questions = new Questions();
    private final Line line = new Line();
    private final Incoming incoming;
    private final Unanswered unanswered = new Unanswered(new KernelClosing());
    private final long pollfd = NativeBytes.allocate(Long.BYTES);

    private @Nullable Arrivals arrivals;
    private @Nullable Orders orders;

    /** The channel on a descriptor, which becomes this object's. */
    public Channel(int fd) {
        this.fd = fd;
        out = new Out(fd);
        incoming = new Incoming(fd, line, new Reader());
    }

    /** Says that the worker runs. */
    public void online() {
        synchronized (out) {
            out.put("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":").put(out.count());
            boolean unused = out.put(",\"baton\":{\"v\":2,\"window\":16,\"server\":true}}\n")
                    .send();
        }
    }

    @Override
    public Answer query(ListenQuestion question) throws IOException {
        long seq;
        synchronized (out) {
            seq = out.next();
            if (!questions.ask(seq)) {
                throw new IOException(NO_ANSWER);
            }
            long unused = listen("queryServer", question);
            if (!out.send()) {
                questions.end();
            }
        }
        Answer answer = questions.await(seq);
        if (answer == null) {
            throw new IOException(NO_ANSWER);
        }
        return answer;
    }

    private long listen(String act, ListenQuestion question) {
        out.put("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"")
                .put(act)
                .put("\",\"index\":")
                .put(question.index());
        out.put(",\"data\":null,\"address\":")
                .quote(question.address())
                .put(",\"port\":")
                .put(question.port());
        out.put(",\"addressType\":").put(question.addressType());
        if (question.address() != null) {
            out.put(",\"flags\":").put(question.flags());
        }
        out.put(",\"backlog\":").put(question.backlog());
        return out.end();
    }

    @Override
    public void listening(ListenQuestion question) {
        synchronized (out) {
            long unused = listen("listening", question);
            out.send();
        }
    }

    @Override
    public void closed(String key) {
        synchronized (out) {
            long unused = out.put("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":")
                    .quote(key)
                    .end();
            out.send();
        }
    }

    @Override
    public boolean accepted(long seq) {
        return answer(seq, ",\"accepted\":true");
    }

    @Override
    public void refused(long seq) {
        boolean unused = answer(seq, ",\"accepted\":false");
    }

    private boolean answer(long seq, String accepted) {
        synchronized (out) {
            out.put("{\"cmd\":\"NODE_HANDLE_ACK\"}\n{\"cmd\":\"NODE_CLUSTER\",\"ack\":")
                    .put(seq);
            long unused = out.put(accepted).end();
            return out.send();
        }
    }

    @Override
    public boolean giveBack(String key, int descriptor, long requests, long ageMs) {
        synchronized (out) {
            int copy = unanswered.count() >= MOST_UNDERWAY ? Incoming.LOST : Kernel.duplicate(descriptor);
            if (copy < 0) {
                return false;
            }
            out.put(
                            "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":{\"cmd\":\"NODE_BATON\",\"act\":\"returned\",\"key\":")
                    .quote(key);
            out.put(",\"requests\":")
                    .put(requests)
                    .put(",\"age\":")
                    .put(ageMs)
                    .put(",\"seq\":")
                    .put(out.next());
            byte[] line = out.put("}}\n").copy();
            if (!out.sendWith(descriptor)) {
                int unused = Kernel.close(copy);
                return false;
            }
            long unused = out.count();
            unanswered.add(new Unanswered.Sent(copy, line));
            return true;
        }
    }

    /** Sends a message of Baton's own: its name and further fields, each with a comma before it. */
    public boolean say(String act, String fields) {
        synchronized (out) {
            long unused = out.put("{\"cmd\":\"NODE_BATON\",\"act\":\"")
                    .put(act)
                    .put("\"")
                    .put(fields)
                    .end();
            return out.send();
        }
    }

    /** Sends how much the worker has to do. Allocates nothing. */
    public boolean stats(int open, int computing, long requests) {
        synchronized (out) {
            out.put("{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":")
                    .put(open)
                    .put(",\"computing\":")
                    .put(computing);
            long unused = out.put(",\"threads\":0,\"requests\":").put(requests).end();
            return out.send();
        }
    }

    /** Whether the master has every connection that was given back to it. Sends those again that did not arrive. */
    public boolean hasDelivered() {
        synchronized (out) {
            Unanswered.Sent next = unanswered.next();
            while (next != null && out.put(next.line).sendWith(next.descriptor)) {
                unanswered.sentAgain();
                next = unanswered.next();
            }
            return unanswered.count() == 0;
        }
    }

    /** Answers a message that wants no more than that. */
    private void acknowledge(long seq) {
        synchronized (out) {
            long unused = out.put("{\"cmd\":\"NODE_CLUSTER\",\"ack\":").put(seq).end();
            out.send();
        }
    }

    /** Reads until the channel ends. By the thread of the channel. */
    @Override
    public void run() {
        try {
            while (true) {
                int timeoutMs = orders().turn();
                if (Kernel.poll(pollfd, fd, Kernel.POLLIN, timeoutMs) != 0 && !incoming.read()) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            System.err.println("baton: the channel to the master ends: " + e);
        }
        end();
        orders().ended();
    }

    /** Nothing more is read. The descriptor stays open: its number must not be another file's while a thread writes. */
    private void end() {
        questions.end();
        int unused = Kernel.shutDown(fd);
        incoming.end();
    }

    private void line() {
        if (line.acknowledges() || line.rejects()) {
            synchronized (out) {
                if (line.acknowledges()) {
                    unanswered.arrived();
                } else {
                    unanswered.lost();
                }
            }
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
                refused(line.seq());
            } else {
                arrivals().connection(line.key(), line.seq(), descriptor, line.requests(), line.age());
            }
            return;
        }
        synchronized (out) {
            boolean arrived = descriptor != Incoming.LOST || !line.isSocket();
            out.put(arrived ? "{\"cmd\":\"NODE_HANDLE_ACK\"}\n" : "{\"cmd\":\"NODE_HANDLE_NACK\"}\n");
            boolean unused = out.send();
        }
        if (line.isInternal() && line.act().isEmpty()) {
            answer(descriptor);
        } else if (descriptor != Incoming.LOST) {
            int unused = Kernel.close(descriptor);
        }
    }

    private void answer(int descriptor) {
        Answer answer = new Answer(line.errno(), line.key(), descriptor, line.port());
        if (!questions.answered(line.ack(), answer) && descriptor != Incoming.LOST) {
            int unused = Kernel.close(descriptor);
        }
    }

    private void order() {
        switch (line.act()) {
            case "disconnect" -> {
                // A worker that leaves is not answered. The application's start, and with it its end, would wait for
                // ever.
                questions.end();
                orders().leave(line.move());
            }
            case "giveBack" -> orders().giveBack(line.seq(), line.count(), line.id());
            case "askConnections" -> orders().askConnections(line.seq(), line.after());
            case "upgrade" -> {
                orders().upgrade(line.begins());
                acknowledge(line.seq());
            }
            default -> {
                // A newer master says more.
            }
        }
    }

    private Orders orders() {
        return Objects.requireNonNull(orders, "started");
    }

    private Arrivals arrivals() {
        return Objects.requireNonNull(arrivals, "started");
    }

    /** Starts the thread. */
    public void start(Arrivals arrivals, Orders orders) {
        this.arrivals = arrivals;
        this.orders = orders;
        Thread thread = new Thread(null, this, "baton-channel", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** No lambda, which would cost the start of the server. */
    private static final class KernelClosing implements Unanswered.Closing {
        @Override
        public void close(int descriptor) {
            int unused = Kernel.close(descriptor);
        }
    }

    private final class Reader implements Runnable {
        @Override
        public void run() {
            line();
        }
    }
}
