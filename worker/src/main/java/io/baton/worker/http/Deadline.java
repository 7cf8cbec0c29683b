package io.baton.worker.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The moment by which something must have happened on a connection. Every request moves it later, which costs one
 * store: when the scheduled task runs too early, it waits for the rest of the time. Owned by the event loop of its
 * channel.
 */
final class Deadline implements Runnable {
    private final Channel channel;
    private final Runnable onExpiry;

    private boolean armed;
    private long atNanos;
    private @Nullable ScheduledFuture<?> wakeUp;
    private long wakeUpNanos;

    Deadline(Channel channel, Runnable onExpiry) {
        this.channel = channel;
        this.onExpiry = onExpiry;
    }

    /** Expires in so many nanoseconds from now, whatever was set before. */
    void set(long nanos) {
        atNanos = channel.eventLoop().ticker().nanoTime() + nanos;
        armed = true;
        if (wakeUp == null || wakeUpNanos - atNanos > 0) {
            schedule(nanos);
        }
    }

    /** Does not expire until it is set again. */
    void clear() {
        armed = false;
    }

    /** Does not expire, and leaves no task scheduled. Called at the end of a connection. */
    void cancel() {
        armed = false;
        if (wakeUp != null) {
            wakeUp.cancel(false);
            wakeUp = null;
        }
    }

    @Override
    public void run() {
        wakeUp = null;
        if (!armed) {
            return;
        }
        long left = atNanos - channel.eventLoop().ticker().nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            armed = false;
            expire();
        }
    }

    /** Netty drops what a timer's task throws, and the connection would stay open without a deadline. */
    private void expire() {
        try {
            onExpiry.run();
        } catch (Throwable e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private void schedule(long nanos) {
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
        wakeUpNanos = atNanos;
        wakeUp = channel.eventLoop().schedule(this, nanos, TimeUnit.NANOSECONDS);
    }
}
