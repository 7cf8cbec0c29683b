package io.baton.agent.channel;

import io.baton.agent.posix.Kernel;
import java.io.IOException;

/**
 * What the worker says to its master, as lines. A line with a connection is kept until the master has said that it arrived. Any
 * thread may call.
 */
public final class PrimaryProxy implements Primary {

    private static final String NO_ANSWER = "the worker leaves, so its master lets it listen no more";

    /** How many connections may be given back that the master has not answered for. */
    private static final int MOST_UNDERWAY = 64;

    private final Out out;
    private final Questions questions = new Questions();
    private final Unanswered unanswered = new Unanswered(new KernelClosing());

    /** Writes to a descriptor, which stays the caller's. */
    public PrimaryProxy(int fd) {
        out = new Out(fd);
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
    void acknowledge(long seq) {
        synchronized (out) {
            long unused = out.put("{\"cmd\":\"NODE_CLUSTER\",\"ack\":").put(seq).end();
            out.send();
        }
    }

    /** Answers a line with a handle that is not a connection of a listener. */
    void handleCame(boolean arrived) {
        synchronized (out) {
            out.put(arrived ? "{\"cmd\":\"NODE_HANDLE_ACK\"}\n" : "{\"cmd\":\"NODE_HANDLE_NACK\"}\n");
            boolean unused = out.send();
        }
    }

    /** The master has said whether the oldest connection that was given back arrived. */
    void connectionCame(boolean arrived) {
        synchronized (out) {
            if (arrived) {
                unanswered.arrived();
            } else {
                unanswered.lost();
            }
        }
    }

    /** The master has answered. Returns false if no thread waits for that. */
    boolean answered(long ack, Answer answer) {
        return questions.answered(ack, answer);
    }

    /** The master answers no more questions. A server that waits for one may not listen. */
    void endQuestions() {
        questions.end();
    }

    /** No lambda, which would cost the start of the server. */
    private static final class KernelClosing implements Unanswered.Closing {
        @Override
        public void close(int descriptor) {
            int unused = Kernel.close(descriptor);
        }
    }
}
