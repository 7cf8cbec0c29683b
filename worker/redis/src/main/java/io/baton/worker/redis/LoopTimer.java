package io.baton.worker.redis;

import io.netty.channel.EventLoop;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Lettuce's timer, on the event loop. Its own one would be a thread that wakes ten times a second. Any thread. */
final class LoopTimer implements Timer {

    private final EventLoop loop;

    LoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
        return new Appointment(task, delay, unit);
    }

    /** The loop is the worker's: it goes on. */
    @Override
    public Set<Timeout> stop() {
        return Set.of();
    }

    private final class Appointment implements Timeout {

        private final TimerTask task;
        private final ScheduledFuture<Void> future;

        Appointment(TimerTask task, long delay, TimeUnit unit) {
            this.task = task;
            this.future = loop.schedule(
                    () -> {
                        task.run(this);
                        return null;
                    },
                    delay,
                    unit);
        }

        @Override
        public Timer timer() {
            return LoopTimer.this;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            return future.isDone() && !future.isCancelled();
        }

        @Override
        public boolean isCancelled() {
            return future.isCancelled();
        }

        @Override
        public boolean cancel() {
            return future.cancel(false);
        }
    }
}
