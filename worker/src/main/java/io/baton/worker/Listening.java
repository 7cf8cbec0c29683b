package io.baton.worker;

import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.worker.spi.Listener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads a worker to its listeners. It asks the master for each of them, or binds a socket of its own. It opens them in
 * order once all are settled, so that a worker that cannot have one of them serves no client. Owned by the worker's event
 * loop.
 */
final class Listening {

    private final List<WantedListener> wanted;
    private final Intake intake;
    private final Outcome outcome;

    private @Nullable PrimaryProxy primary;
    private boolean over;

    /** Hears the outcome, which comes once. */
    interface Outcome {

        /**
         * The worker listens.
         *
         * @param first the first of its listeners
         */
        void listens(Listener first);

        /** The worker cannot have this listener, for this reason. */
        void cannotListen(WantedListener listener, String reason);
    }

    /** One step on the way to a listener. */
    private interface Step {
        void take() throws IOException;
    }

    /**
     * Nothing is asked for yet.
     *
     * @param arguments the wanted listeners, at least one
     */
    Listening(List<ListenerArgument> arguments, Intake intake, Outcome outcome) {
        this.intake = intake;
        this.outcome = outcome;
        this.wanted = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            wanted.add(new WantedListener(arguments.get(i), sameAddress(arguments, i)));
        }
    }

    /**
     * Counts the earlier listeners with the same address. Only port 0 can be wanted twice, and is another port each
     * time.
     */
    private static int sameAddress(List<ListenerArgument> arguments, int end) {
        int same = 0;
        for (int i = 0; i < end; i++) {
            if (arguments.get(i).address().equals(arguments.get(end).address())) {
                same++;
            }
        }
        return same;
    }

    /** Asks for all listeners. */
    void begin(PrimaryProxy master) {
        primary = master;
        for (WantedListener listener : wanted) {
            take(listener, () -> listener.begin(master));
        }
        openIfSettled();
    }

    /** The master's answer without a socket. */
    void answered(Message.QueryReply reply) {
        WantedListener listener = waitingFor(reply);
        if (listener != null) {
            take(listener, () -> listener.answered(reply, intake));
            openIfSettled();
        }
    }

    /**
     * The master's answer with a socket.
     *
     * @param socket owned by this object from here on, and closed if no listener waits for it; null if it was lost on
     *     the way
     */
    void answered(Message.QueryReply reply, @Nullable Fd socket) {
        WantedListener listener = waitingFor(reply);
        if (listener != null) {
            take(listener, () -> listener.answered(reply, socket));
            openIfSettled();
        } else if (socket != null) {
            socket.close();
        }
    }

    /** The worker listens no more. */
    void end(PrimaryProxy master) {
        abandon();
        for (WantedListener listener : wanted) {
            listener.close(master);
        }
    }

    /** Opens nothing any more, and closes the sockets that came. */
    void abandon() {
        over = true;
        for (WantedListener listener : wanted) {
            listener.abandon();
        }
    }

    private @Nullable WantedListener waitingFor(Message.QueryReply reply) {
        for (WantedListener listener : wanted) {
            if (!over && listener.waitsFor(reply)) {
                return listener;
            }
        }
        return null;
    }

    private void openIfSettled() {
        for (WantedListener listener : wanted) {
            if (!listener.isSettled()) {
                return;
            }
        }
        List<Listener> opened = new ArrayList<>(wanted.size());
        for (WantedListener listener : wanted) {
            take(listener, () -> opened.add(listener.open(intake, master())));
        }
        if (!over) {
            over = true;
            outcome.listens(opened.get(0));
        }
    }

    /** Takes a step unless an earlier one failed. */
    private void take(WantedListener listener, Step step) {
        if (over) {
            return;
        }
        try {
            step.take();
        } catch (IOException e) {
            abandon();
            outcome.cannotListen(listener, String.valueOf(e.getMessage()));
        }
    }

    private PrimaryProxy master() {
        if (primary == null) {
            throw new IllegalStateException("the master was not asked yet");
        }
        return primary;
    }
}
