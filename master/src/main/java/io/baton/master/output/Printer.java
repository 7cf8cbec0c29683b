package io.baton.master.output;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes whole lines to one descriptor of the master, in order, on a thread of its own, because the reader may be slow,
 * like a paused terminal. Up to {@link #MAX_WAITING_BYTES} wait meanwhile. Lines beyond that are lost and counted. If the
 * descriptor takes no more bytes at all, like a pipe without a reader, all lines are lost. Thread-safe.
 */
final class Printer implements Sink {

    static final int MAX_WAITING_BYTES = 1 << 20;

    private static final Logger LOG = System.getLogger(Printer.class.getName());

    private static final PrefixedLines END = new PrefixedLines(PrefixedLines.NO_PREFIX, new byte[0]);

    /** Stands between lines: all before it are written. */
    private static final PrefixedLines MARK = new PrefixedLines(PrefixedLines.NO_PREFIX, new byte[0]);

    private static final int BUFFER_SIZE = 64 * 1024;
    private static final long RETRY_MS = 10;

    private final String name;
    private final Fd descriptor;
    private final LinkedBlockingQueue<PrefixedLines> waiting = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Runnable> whenWritten = new ConcurrentLinkedQueue<>();
    private final Backlog backlog = new Backlog(MAX_WAITING_BYTES);
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread writer;

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

    @Override
    public void take(PrefixedLines lines) {
        if (backlog.admit(lines)) {
            waiting.add(lines);
            if (!started.get() && started.compareAndSet(false, true)) {
                writer.start();
            }
        }
    }

    @Override
    public Backlog backlog() {
        return backlog;
    }

    @Override
    public void whenWritten(Runnable action) {
        if (started.get()) {
            whenWritten.add(action);
            waiting.add(MARK);
        } else {
            action.run();
        }
    }

    /** Nothing can be printed afterwards. */
    @Override
    public void finish(long ms) throws InterruptedException {
        if (started.get()) {
            waiting.add(END);
            TimeUnit.MILLISECONDS.timedJoin(writer, ms);
        }
    }

    private void writeAll() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
        try {
            for (PrefixedLines lines = waiting.take(); lines != END; lines = waiting.take()) {
                if (lines == MARK) {
                    whenWritten.remove().run();
                } else {
                    write(lines, buffer);
                    backlog.release(lines.length());
                }
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
                backlog.lose(lines.countFrom(taken));
                return;
            }
            taken = next;
        }
        backlog.moves();
        long lost = backlog.takeLost();
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
