package io.baton.master.conductor;

import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The master's one event loop. It owns everything that decides: the listeners, the channels to the workers, the exits of
 * the workers, the timers, the dispatcher and the state of the workers. Other threads {@link #post}.
 *
 * <p>An exception or Error that is thrown on the loop goes to its thread's handler of uncaught exceptions. So does the end
 * of a loop that was not stopped.
 */
public final class Conductor implements Clock {

    private static final int STOP_MS = 200;

    private final IoEventLoop loop;
    private final AtomicBoolean stopped;
    private final Msghdr msghdr = new Msghdr();

    private Conductor(IoEventLoop loop, AtomicBoolean stopped) {
        this.loop = loop;
        this.stopped = stopped;
    }

    /** Starts a master's loop on a thread of its own. The thread does not keep the process alive. */
    public static Conductor start() {
        return start("baton-conductor");
    }

    /**
     * Starts a loop for another purpose.
     *
     * @param thread the name of its thread
     */
    public static Conductor start(String thread) {
        AtomicBoolean stopped = new AtomicBoolean();
        return new Conductor(
                new MultiThreadIoEventLoopGroup(1, new Threads(thread, stopped), EpollIoHandler.newFactory()).next(),
                stopped);
    }

    /** The Netty loop, for registering channels. */
    public IoEventLoop loop() {
        return loop;
    }

    /** A message header for sends and receives. On this loop only. */
    public Msghdr msghdr() {
        return msghdr;
    }

    @Override
    public void post(Runnable action) {
        loop.execute(new Guarded(action));
    }

    /** Begins to watch a descriptor, as {@link FdWatch#open}. On the conductor. */
    public FdWatch watch(Fd fd, EpollIoOps interest, FdWatch.Owner owner) throws PosixException {
        return FdWatch.open(loop, fd, interest, owner);
    }

    /**
     * Ends the loop. Not on the loop. Without this an exiting JVM would wait 300 ms for the thread, which is in epoll_wait.
     */
    public void stop() {
        stopped.set(true);
        loop.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancel after(long ms, Runnable action) {
        Future<?> timer = loop.schedule(new Guarded(action), ms, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    /** Makes the loop's thread and reports its end. */
    private static final class Threads extends DefaultThreadFactory {

        private final AtomicBoolean stopped;

        Threads(String name, AtomicBoolean stopped) {
            super(name, true);
            this.stopped = stopped;
        }

        @Override
        public Thread newThread(Runnable loop) {
            return super.newThread(() -> run(loop));
        }

        private void run(Runnable loop) {
            loop.run();
            if (!stopped.get()) {
                Guarded.tell(new IllegalStateException("the event loop has ended"));
            }
        }
    }
}
