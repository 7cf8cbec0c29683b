package io.baton.master.conductor;

import io.baton.protocol.posix.Msghdr;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The master's one loop. It owns everything that decides: the listeners, the channels to the workers, the exits of the
 * workers, the timers, the dispatcher and the supervisor's state. Other threads {@link #post}.
 */
public final class Conductor implements Clock {

    private static final int STOP_MS = 200;

    private final IoEventLoop loop;
    private final Msghdr msghdr = new Msghdr();

    private Conductor(IoEventLoop loop) {
        this.loop = loop;
    }

    /** Starts the loop on a thread of its own, which does not keep the process alive. */
    public static Conductor start() {
        return start("baton-conductor");
    }

    /** The same for whoever is no master: a loop on a thread of this name. */
    public static Conductor start(String thread) {
        return new Conductor(
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(thread, true), EpollIoHandler.newFactory())
                        .next());
    }

    /** Where descriptors are registered. */
    public IoEventLoop loop() {
        return loop;
    }

    /** For sends and receives on this loop only. */
    public Msghdr msghdr() {
        return msghdr;
    }

    /** Runs the action on the loop, from any thread. */
    public void post(Runnable action) {
        loop.execute(action);
    }

    /** Ends the loop; off the loop. A JVM that exits would wait 300 ms for a thread that is in epoll_wait. */
    public void stop() {
        loop.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancel after(long ms, Runnable action) {
        Future<?> timer = loop.schedule(action, ms, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }
}
