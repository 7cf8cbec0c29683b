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
 * Writes whole lines to one descriptor of the master's, in order, on a thread of its own: whoever reads there may be slow,
 * as a terminal that was paused. Up to {@link #MAX_WAITING_BYTES} are kept meanwhile; lines beyond that are lost, and
 * counted. A descriptor that takes nothing any more, such as a pipe without a reader, loses all lines. Thread-safe.
 */
final class Printer {

    static final int MAX_WAITING_BYTES = 1 << 20;

    private static final Logger LOG = System.getLogger(Printer.class.getName());
    private static final byte[] END = {};
    private static final int BUFFER_SIZE = 64 * 1024;
    private static final long RETRY_MS = 10;

    /** Who takes nothing in this time is too slow to wait for; far less than a worker may be silent. */
    private static final long PATIENCE_MS = 500;

    private final String name;
    private final Fd descriptor;
    private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_WAITING_BYTES);
    private final AtomicLong lostLines = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread writer;

    private volatile boolean stuck;

    /**
     * A printer whose thread begins with the first line.
     *
     * @param name of the descriptor, for the operator
     * @param descriptor borrowed, blocking or not
     */
    Printer(String name, Fd descriptor) {
        this.name = name;
        this.descriptor = descriptor;
        this.writer = new Thread(this::writeAll, "baton-" + name.replace(' ', '-'));
        writer.setDaemon(true);
    }

    /**
     * Prints one or more whole lines, with their ends, and nothing between them; the bytes are the printer's then. Never
     * waits.
     */
    void print(byte[] lines) {
        add(lines, room.tryAcquire(lines.length));
    }

    /** As {@link #print}, but waits a little while there is no room, so that nothing is lost of what comes in a burst. */
    void printPatiently(byte[] lines) {
        boolean taken = room.tryAcquire(lines.length);
        if (!taken && !stuck) {
            try {
                taken = room.tryAcquire(lines.length, PATIENCE_MS, TimeUnit.MILLISECONDS);
                stuck = !taken;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        add(lines, taken);
    }

    /** Waits until everything printed so far is written, for at most so long; nothing can be printed after it. */
    void finish(long ms) throws InterruptedException {
        if (started.get()) {
            waiting.add(END);
            TimeUnit.MILLISECONDS.timedJoin(writer, ms);
        }
    }

    private void add(byte[] lines, boolean taken) {
        if (!taken) {
            lostLines.addAndGet(count(lines, 0));
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
            for (byte[] lines = waiting.take(); lines != END; lines = waiting.take()) {
                write(lines, buffer);
                room.release(lines.length);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to.
        }
    }

    private void write(byte[] lines, ByteBuffer buffer) throws InterruptedException {
        int written = 0;
        while (written < lines.length) {
            buffer.clear().put(lines, written, Math.min(buffer.capacity(), lines.length - written));
            int count = Libc.write(descriptor, buffer.flip());
            if (count >= 0) {
                written += count;
            } else if (count == -Errno.EAGAIN) {
                // Whoever gave it to this process made it non-blocking.
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            } else if (count != -Errno.EINTR) {
                lostLines.addAndGet(count(lines, written));
                return;
            }
        }
        stuck = false;
        long lost = lostLines.getAndSet(0);
        if (lost > 0) {
            LOG.log(Level.WARNING, "{0} lines were lost: {1} did not take them", lost, name);
        }
    }

    private static int count(byte[] lines, int from) {
        int count = 0;
        for (int i = from; i < lines.length; i++) {
            count += lines[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
