package io.baton.worker.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.netty.channel.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis. It is made at the first call, and again at a call after it was lost. Owned by the event loop.
 *
 * <p>Calls are sent in their order and wait for their answers in it. When the first of them has waited for the timeout, the
 * connection is given up: what comes on it later could not be told from nothing. All its calls fail then. None is sent twice,
 * because Redis may have carried it out. A connection to a primary that has become a replica is given up, too.
 *
 * <p>After a failed attempt, calls fail at once for a while, which grows from 50 to 500 ms; after a replica it is 500 ms.
 */
@SuppressWarnings("FutureReturnValueIgnored") // calls hear of what fails; how a connection ends is of no interest
final class Link {

    private static final Logger LOG = System.getLogger(Link.class.getName());

    /** What waits for Redis is bounded, whatever callers do. */
    static final int MOST_CALLS = 10_000;

    static final long MOST_BYTES = 8L << 20;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final RedisAddress address;
    private final String purpose;
    private final Owner owner;
    private final Supplier<? extends CompletionStage<? extends StatefulConnection<byte[], byte[]>>> opening;

    /** Those that are over leave when they are the first. */
    private ArrayDeque<Call<?, ?>> calls = new ArrayDeque<>();

    private int pending;
    private long pendingBytes;
    private boolean watched;
    private boolean connecting;
    private int attempt;
    private long pauseNanos;
    private long pauseEndNanos;
    private @Nullable StatefulConnection<byte[], byte[]> connection;
    private @Nullable String away;

    /** Hears what becomes of the connection, on the event loop. */
    interface Owner {

        /** Does not care. */
        Owner NONE = new Owner() {};

        /** There is another connection; nothing was sent on it yet. */
        default void opened(StatefulConnection<byte[], byte[]> connection) {}

        /** There is none any more, or none could be made. Its calls have failed. */
        default void lost() {}
    }

    /**
     * @param purpose for messages
     * @param opening begins to connect
     */
    Link(
            EventLoop loop,
            RedisAddress address,
            String purpose,
            Owner owner,
            Supplier<? extends CompletionStage<? extends StatefulConnection<byte[], byte[]>>> opening) {
        this.loop = loop;
        this.address = address;
        this.purpose = purpose;
        this.owner = owner;
        this.opening = opening;
    }

    boolean isOpen() {
        return connection != null;
    }

    /** How long calls fail at once, 0 if the next one connects. */
    long pauseNanos() {
        return away == null ? 0 : Math.max(0, pauseEndNanos - System.nanoTime());
    }

    /** Carries a call out, or fails it. */
    void call(Call<?, ?> call) {
        if (pending >= MOST_CALLS || (pending > 0 && pendingBytes + call.size() > MOST_BYTES)) {
            call.fail(address.shown() + ": " + pending + " calls with " + pendingBytes
                    + " bytes wait for an answer (expected: at most " + MOST_CALLS + " with " + MOST_BYTES + " bytes)");
            return;
        }
        if (pauseNanos() > 0) {
            call.fail(address.shown() + ": " + away);
            return;
        }
        call.expect(System.nanoTime() + address.timeout().toNanos());
        calls.add(call);
        pending++;
        pendingBytes += call.size();
        if (!watched) {
            watchFor(address.timeout().toNanos());
        }
        if (connection != null) {
            send(connection, call);
        } else if (!connecting) {
            connect();
        }
    }

    private void connect() {
        int current = ++attempt;
        connecting = true;
        try {
            opening.get()
                    .whenComplete((made, failure) -> onLoop(() -> {
                        if (current != attempt) {
                            // It took longer than its calls waited.
                            if (made != null) {
                                made.closeAsync();
                            }
                        } else if (made != null) {
                            opened(made);
                        } else {
                            lost(Reason.of(failure));
                        }
                    }));
        } catch (RuntimeException | LinkageError e) {
            lost(Reason.of(e));
        }
    }

    private void opened(StatefulConnection<byte[], byte[]> made) {
        if (away != null) {
            LOG.log(Level.INFO, "shared state at {0}: {1} are back", address.shown(), purpose);
        }
        connecting = false;
        connection = made;
        away = null;
        pauseNanos = 0;
        int current = attempt;
        made.addListener(new RedisConnectionStateListener() {

            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
                onLoop(() -> ended(current));
            }
        });
        owner.opened(made);
        // A call may fail at once, and end the connection.
        for (Call<?, ?> call : List.copyOf(calls)) {
            if (connection == made && !call.isOver()) {
                send(made, call);
            }
        }
        if (connection == made && !made.isOpen()) {
            ended(current);
        }
    }

    private void ended(int current) {
        if (current == attempt && connection != null) {
            lost("the connection was closed at the other end");
        }
    }

    private <T, R> void send(StatefulConnection<byte[], byte[]> open, Call<T, R> call) {
        int current = attempt;
        AsyncCommand<byte[], byte[], T> command =
                new AsyncCommand<>(call.request().command());
        call.sent();
        command.whenComplete((value, failure) -> onLoop(() -> answered(current, call, value, failure)));
        open.dispatch(command);
    }

    private <T, R> void answered(int current, Call<T, R> call, T value, @Nullable Throwable failure) {
        if (call.isOver()) {
            return;
        }
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause == null) {
            if (call.complete(value)) {
                settle(call);
            } else if (current == attempt) {
                lost("an answer of another kind than expected");
            }
        } else if (cause instanceof RedisCommandExecutionException) {
            String said = String.valueOf(cause.getMessage());
            String reason = Reason.ofRefusal(said);
            call.refuse(address.shown() + ": " + reason);
            settle(call);
            if (current == attempt && Reason.isOfReplica(said)) {
                // It was the primary. The address may lead to another one now, at the latest when this has been made
                // one again.
                lost(reason, LONGEST_PAUSE_NANOS);
            }
        } else if (current == attempt) {
            lost(Reason.of(cause));
        }
    }

    private void settle(Call<?, ?> call) {
        pending--;
        pendingBytes -= call.size();
        while (!calls.isEmpty() && calls.element().isOver()) {
            calls.remove();
        }
    }

    private void watchFor(long nanos) {
        watched = true;
        loop.schedule(this::watch, nanos, TimeUnit.NANOSECONDS);
    }

    private void watch() {
        watched = false;
        @Nullable Call<?, ?> first = calls.peek();
        if (first == null) {
            return;
        }
        long left = first.deadlineNanos() - System.nanoTime();
        if (left > 0) {
            watchFor(left);
        } else {
            lost((connecting ? "no connection within " : "no answer within ")
                    + address.timeout().toMillis() + " ms");
        }
    }

    private void lost(String reason) {
        // A connection that was there may be there again at once: a proxy may have closed it.
        lost(
                reason,
                connection != null ? 0 : Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, 2 * pauseNanos)));
    }

    /** There is no connection, or no use in it. The next attempt has to wait for so long. */
    private void lost(String reason, long nextPauseNanos) {
        @Nullable StatefulConnection<byte[], byte[]> old = connection;
        ArrayDeque<Call<?, ?>> failed = calls;
        if (away == null && !loop.isShuttingDown()) {
            LOG.log(Level.WARNING, "shared state at {0}: {1}: {2}", address.shown(), purpose, reason);
        }
        attempt++;
        connecting = false;
        connection = null;
        calls = new ArrayDeque<>();
        pending = 0;
        pendingBytes = 0;
        away = reason;
        pauseNanos = nextPauseNanos;
        pauseEndNanos = System.nanoTime() + nextPauseNanos;
        if (old != null) {
            old.closeAsync();
        }
        for (Call<?, ?> call : new ArrayList<>(failed)) {
            if (!call.isOver()) {
                call.fail(address.shown() + ": " + reason);
            }
        }
        owner.lost();
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
