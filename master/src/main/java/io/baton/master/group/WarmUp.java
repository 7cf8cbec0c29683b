package io.baton.master.group;

import io.baton.master.fetch.Fetched;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one new worker is asked before it is ready, one request after the other, each again and again. A request that
 * fails is asked no more. Pure: the caller asks, and says what time it is. Conductor thread only.
 */
final class WarmUp {

    private static final int FIRST_SERVER_ERROR = 500;
    private static final long NANOS_PER_MS = 1_000_000;

    /**
     * How long it may take.
     *
     * @param ms after which no request is sent any more
     * @param requestMs how long one request may take, and the last one goes on beyond {@code ms}
     * @param rounds how often each request is sent at most
     */
    record Budget(long ms, long requestMs, int rounds) {

        /** Others serve meanwhile, and the worker that is replaced does too; or it is a spare, for which no client waits. */
        static final Budget UNHURRIED = new Budget(1_000, 5_000, 1_000);

        /** Others serve, and one is missing. */
        static final Budget SHORT = new Budget(300, 300, 1_000);

        /** Clients wait for this worker. Their own first request would take just as long. */
        static final Budget ONCE = new Budget(300, 300, 1);

        /** The same, with a limit for all of it. */
        Budget atMost(long limitMs) {
            long most = Math.max(1, Math.min(ms, limitMs));
            return new Budget(most, Math.max(1, Math.min(requestMs, limitMs - most)), rounds);
        }
    }

    private final List<String> requests;
    private final Budget budget;
    private final long beganNanos;

    private int position;
    private int round;
    private int answered;

    /**
     * Nothing was asked yet.
     *
     * @param requests each as {@code GET /}, at least one
     */
    WarmUp(List<String> requests, Budget budget, long nowNanos) {
        this.requests = new ArrayList<>(requests);
        this.budget = budget;
        this.beganNanos = nowNanos;
    }

    /** The request to send now, as {@code GET /}; null if it is over. */
    @Nullable
    String next(long nowNanos) {
        boolean over = round >= budget.rounds() || requests.isEmpty() || elapsedMs(nowNanos) >= budget.ms();
        return over ? null : requests.get(position);
    }

    /** How long the next request may take, in milliseconds. */
    long limitMs() {
        return budget.requestMs();
    }

    /**
     * What became of the request that was sent.
     *
     * @return what is wrong, in words that follow the worker's name; null if nothing is
     */
    @Nullable
    String take(Fetched answer) {
        String request = requests.get(position);
        String fault = fault(answer);
        if (fault == null) {
            answered++;
            position++;
        } else {
            requests.remove(position);
        }
        if (position >= requests.size()) {
            position = 0;
            round++;
        }
        return fault == null ? null : fault + " for " + request;
    }

    private static @Nullable String fault(Fetched answer) {
        if (answer instanceof Fetched.Reply reply) {
            return reply.status() < FIRST_SERVER_ERROR ? null : "answered " + reply.status();
        }
        return answer instanceof Fetched.NoReply none ? none.reason() : ((Fetched.NotAsked) answer).reason();
    }

    /** How many requests were answered. */
    int answered() {
        return answered;
    }

    /** How long it has gone on, in milliseconds. */
    long elapsedMs(long nowNanos) {
        return (nowNanos - beganNanos) / NANOS_PER_MS;
    }
}
