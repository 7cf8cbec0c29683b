package io.baton.master.output;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes whole lines to one descriptor of the master, in order, on a thread of its own, because the reader may be slow,
 * like a paused terminal. Up to {@link #MAX_WAITING_BYTES} wait meanwhile. Lines beyond that are lost and counted. If the
 * descriptor takes no more bytes at all, like a pipe without a reader, all lines are lost. Thread-safe.
 */
final class Printer {

    static final int MAX_WAITING_BYTES = 1 << 20;

    private static final Logger LOG = System.getLogger(Printer.class.getName());
    static final byte[] NO_PREFIX = {};

    private static final PrefixedLines END = new PrefixedLines(NO_PREFIX, NO_PREFIX);
    private static final int BUFFER_SIZE = 64 * 1024;
    private static final long RETRY_MS = 10;

    /**
     * A reader that takes nothing for this time is too slow to wait for. It is much shorter than the time for which a
     * worker may be silent.
     */
    private static final long PATIENCE_MS = 500;

    private final String name;
    private final Fd descriptor;
    private final LinkedBlockingQueue<PrefixedLines> waiting = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_WAITING_BYTES);
    private final AtomicLong lostLines = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread writer;

    private volatile boolean stuck;

    /**
     * A printer whose thread starts with the first line.
     *
     * @param name the name of the descriptor, for the log
     * @param descriptor borrowed, blocking or not
     */
    Printer(String name, Fd descriptor) {
        this.name = name;
        this.descriptor = descriptor;
        this.writer = new Thread(this::writeAll, "baton-" + name.replace(' ', '-'));
        writer.setDaemon(true);
    }

    /**
     * Prints one or more whole lines with their ends, without other lines between them. Never waits.
     *
     * @param lines owned by the printer from here on
     */
    void print(byte[] lines) {
        add(new PrefixedLines(NO_PREFIX, lines), room.tryAcquire(lines.length));
    }

    /**
     * As {@link #print}, but waits a little if there is no room, so that no line of a short burst is lost.
     *
     * @param prefix written before each line; shorter than a kilobyte
     */
    void printPatiently(byte[] prefix, byte[] lines) {
        boolean taken = room.tryAcquire(lines.length);
        if (!taken && !stuck) {
            try {
                taken = room.tryAcquire(lines.length, PATIENCE_MS, TimeUnit.MILLISECONDS);
                stuck = !taken;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        add(new PrefixedLines(prefix, lines), taken);
    }

    /** Waits until everything that was printed is written, at most this long. Nothing can be printed afterwards. */
    void finish(long ms) throws InterruptedException {
        if (started.get()) {
            waiting.add(END);
            TimeUnit.MILLISECONDS.timedJoin(writer, ms);
        }
    }

    private void add(PrefixedLines lines, boolean taken) {
        if (!taken) {
            lostLines.addAndGet(lines.countFrom(0));
            return;
        }
        waiting.add(lines);
        if (!started.get() && started.compareAndSet(false, true)) {
            writer.start();
        }
    }

    private void writeAll() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
        try {
            for (PrefixedLines lines = waiting.take(); lines != END; lines = waiting.take()) {
                write(lines, buffer);
                room.release(lines.length());
            }
        } catch (InterruptedException e) {
            // No code interrupts this thread.
        }
    }

    private void write(PrefixedLines lines, ByteBuffer buffer) throws InterruptedException {
        int taken = 0;
        while (taken < lines.length()) {
            buffer.clear();
            int next = lines.fill(buffer, taken);
            if (!write(buffer.flip())) {
                lostLines.addAndGet(lines.countFrom(taken));
                return;
            }
            taken = next;
        }
        stuck = false;
        long lost = lostLines.getAndSet(0);
        if (lost > 0) {
            LOG.log(Level.WARNING, "{0} lines were lost: {1} did not take them", lost, name);
        }
    }

    /** Returns false if the descriptor takes no more bytes at all. */
    private boolean write(ByteBuffer bytes) throws InterruptedException {
        while (bytes.hasRemaining()) {
            int count = Libc.write(descriptor, bytes);
            if (count == -Errno.EAGAIN) {
                // The program that started this process has made the descriptor non-blocking.
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            } else if (count < 0 && count != -Errno.EINTR) {
                return false;
            }
        }
        return true;
    }
}
