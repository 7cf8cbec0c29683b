package io.baton.protocol.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.TestSockets;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Watches descriptors on a real event loop: no exception of an owner is lost, and no other descriptor waits because of
 * it.
 */
@Timeout(30)
final class FdWatchTest {

    private final IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void hearWhatNobodyCaught() throws Exception {
        onLoop(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
            return true;
        });
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void exceptionOfAnOwnerReachesTheThreadsHandlerAndTheLoopGoesOn() throws Exception {
        for (Throwable thrown : new Throwable[] {
            new IllegalStateException("exception"),
            new AssertionError("assertion"),
            new StackOverflowError("stack"),
            new NoClassDefFoundError("class")
        }) {
            Fd[] pipe = pipe();
            FdWatch watch = open(pipe[0], events -> {
                heard.add("called");
                FdWatchTest.<RuntimeException>sneak(thrown);
            });
            write(pipe[1]);
            assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isSameAs(thrown);
            write(pipe[1]);
            assertThat(loopAnswers()).isTrue();
            assertThat(heard).as("calls after the first has thrown").hasSize(1);
            heard.clear();
            close(watch, pipe[1]);
        }
    }

    /** Netty lets a loop sleep for a second after an exception of a handle. */
    @Test
    void otherDescriptorsDoNotWaitWhenAnOwnerThrows() throws Exception {
        Fd[] bad = pipe();
        Fd[] good = pipe();
        FdWatch first = open(bad[0], events -> {
            throw new IllegalStateException("exception");
        });
        FdWatch second = open(good[0], events -> drain(good[0]));
        long before = System.nanoTime();
        write(bad[1]);
        write(good[1]);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("read");
        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(900));
        close(first, bad[1]);
        close(second, good[1]);
    }

    @Test
    void descriptorThatTheKernelCannotWatchBelongsToItsOwner() throws Exception {
        Fd file = TestSockets.open("/etc/passwd");
        assertThatThrownBy(() -> open(file, events -> {}))
                .rootCause()
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
        assertThat(file.isOpen()).isTrue();
        file.close();
    }

    @Test
    void pausedWatchHearsLaterWhatItMissed() throws Exception {
        Fd[] pipe = pipe();
        FdWatch watch = open(pipe[0], events -> drain(pipe[0]));
        onLoop(() -> {
            watch.interest(FdWatch.NOTHING);
            return true;
        });
        write(pipe[1]);
        assertThat(loopAnswers()).isTrue();
        assertThat(heard).isEmpty();
        onLoop(() -> {
            watch.interest(EpollIoOps.EPOLLIN);
            return true;
        });
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("read");
        close(watch, pipe[1]);
    }

    @Test
    void descriptorIsClosedOnceAndItsOwnerIsNotCalledAfterThat() throws Exception {
        Fd[] pipe = pipe();
        FdWatch watch = open(pipe[0], events -> heard.add("called"));
        onLoop(() -> {
            write(pipe[1]);
            watch.close();
            watch.close();
            watch.interest(EpollIoOps.EPOLLIN);
            return true;
        });
        assertThat(loopAnswers()).isTrue();
        assertThat(heard).isEmpty();
        assertThat(pipe[0].isOpen()).isFalse();
        pipe[1].close();
    }

    @Test
    void theEndOfTheLoopIsToldAndClosesTheDescriptor() throws Exception {
        Fd[] pipe = pipe();
        FdWatch unused = onLoop(() -> FdWatch.open(loop, pipe[0], EpollIoOps.EPOLLIN, new FdWatch.Owner() {
            @Override
            public void ready(EpollIoOps events) {}

            @Override
            public void loopEnds() {
                heard.add("loop ends");
                throw new IllegalStateException("exception");
            }
        }));
        // Netty may never run the last tasks of a loop that ends without a quiet period.
        loop.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
        assertThat(heard).containsExactly("loop ends");
        assertThat(uncaught).hasSize(1);
        assertThat(pipe[0].isOpen()).isFalse();
        pipe[1].close();
    }

    private FdWatch open(Fd fd, FdWatch.Owner owner) throws Exception {
        return onLoop(() -> FdWatch.open(loop, fd, EpollIoOps.EPOLLIN, owner));
    }

    private void close(FdWatch watch, Fd otherEnd) throws Exception {
        onLoop(() -> {
            watch.close();
            return true;
        });
        otherEnd.close();
    }

    /** Takes two turns of the loop, so that it has looked for events in between. */
    private boolean loopAnswers() throws Exception {
        return loop.submit(() -> true).get(10, TimeUnit.SECONDS)
                && loop.schedule(() -> true, 1, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(10, TimeUnit.SECONDS);
    }

    private void drain(Fd end) {
        int unused = Libc.read(end, ByteBuffer.allocateDirect(16));
        heard.add("read");
    }

    private static Fd[] pipe() throws PosixException {
        Fd[] pipe = Libc.pipe();
        Libc.setNonBlocking(pipe[0]);
        return pipe;
    }

    private static void write(Fd end) {
        assertThat(Libc.write(end, ByteBuffer.allocateDirect(1))).isEqualTo(1);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
