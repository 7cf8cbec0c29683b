package io.baton.master.output;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that wait for a {@link Sink} to write them. A pipe whose sink has no room is not read meanwhile, so its
 * worker waits as it would for a slow terminal. A sink that writes nothing for too long is given up: the pipes are read
 * again, and lines without room are lost, so that no worker waits for ever. The next byte that is written ends that.
 * Thread-safe.
 */
final class Backlog {

    private final long room;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Runnable> waiters = new ConcurrentLinkedQueue<>();

    /** @param most bytes that wait at the most; the pipes fill half of it, the rest is for lines that cannot wait */
    Backlog(long most) {
        this.room = most / 2;
    }

    /** Whether a pipe that prints here may be read. */
    boolean hasRoom() {
        return givenUp.get() || waiting.get() < room;
    }

    /** Takes these bytes in; false if there is no room, and the lines are counted as lost. */
    boolean admit(PrefixedLines lines) {
        long limit = givenUp.get() ? room : 2 * room;
        if (waiting.addAndGet(lines.length()) > limit) {
            waiting.addAndGet(-lines.length());
            lost.addAndGet(lines.countFrom(0));
            return false;
        }
        return true;
    }

    /** These bytes do not wait any more. */
    void release(long bytes) {
        waiting.addAndGet(-bytes);
        if (hasRoom()) {
            for (Runnable waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
                waiter.run();
            }
        }
    }

    /** The sink has written something. */
    void moves() {
        givenUp.set(false);
    }

    /** The sink has written nothing for too long. */
    void giveUp() {
        givenUp.set(true);
    }

    /** Runs this once, on any thread, when there is room. */
    void whenRoom(Runnable waiter) {
        waiters.add(waiter);
        if (hasRoom() && waiters.remove(waiter)) {
            waiter.run();
        }
    }

    /** These lines were taken and could not be written. */
    void lose(long lines) {
        lost.addAndGet(lines);
    }

    /** The number of lines lost since the last call. */
    long takeLost() {
        return lost.get() == 0 ? 0 : lost.getAndSet(0);
    }
}
