package io.baton.master.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The end of a {@link RotatedFile} that other threads see. Thread-safe. */
final class LogFile implements Sink {

    /** Enough for bursts: a disk takes that in some milliseconds. */
    static final int MAX_WAITING_BYTES = 1 << 20;

    private final RotatedFile file;
    private final Consumer<Runnable> fileThread;
    private final Backlog backlog = new Backlog(MAX_WAITING_BYTES);

    /** @param fileThread runs what is given to it, in order */
    LogFile(RotatedFile file, Consumer<Runnable> fileThread) {
        this.file = file;
        this.fileThread = fileThread;
    }

    @Override
    public void take(PrefixedLines lines) {
        if (backlog.admit(lines)) {
            fileThread.accept(() -> write(lines));
        }
    }

    @Override
    public Backlog backlog() {
        return backlog;
    }

    @Override
    public void whenWritten(Runnable action) {
        fileThread.accept(action);
    }

    @Override
    public void finish(long ms) throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        fileThread.accept(written::countDown);
        boolean unused = written.await(ms, TimeUnit.MILLISECONDS);
    }

    /** The file itself. */
    RotatedFile file() {
        return file;
    }

    private void write(PrefixedLines lines) {
        long lost = backlog.takeLost();
        if (lost > 0) {
            file.lose(lost);
        }
        file.write(lines);
        backlog.moves();
        backlog.release(lines.length());
    }
}
