package io.baton.worker;

import io.baton.protocol.Figures;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Inheritance;
import io.baton.worker.spi.Answers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Figures} of this worker, in memory that its master reads, also after this process was killed. Only the event loop
 * writes them, so they are plain numbers: each is aligned, and the processor writes it as a whole.
 */
final class OwnFigures implements Answers {

    private static final Logger LOG = System.getLogger(OwnFigures.class.getName());

    private final LongBuffer row;

    private OwnFigures(LongBuffer row) {
        this.row = row;
    }

    /**
     * Takes over the descriptor that the master has passed, and closes it. Null if it is not there, and another file may have its
     * number; then nothing is counted.
     */
    static @Nullable OwnFigures inherited() {
        try {
            if (Inheritance.file(Figures.DESCRIPTOR).contains(Figures.FILE)) {
                try (Fd descriptor = Fd.own(Figures.DESCRIPTOR)) {
                    return of(descriptor);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the master's metrics will lack this worker''s numbers: {0}", e.toString());
        }
        return null;
    }

    /** Those in this file, which its owner may close then. */
    static OwnFigures of(Fd file) throws IOException {
        Path path = Path.of("/proc/self/fd", Integer.toString(file.number()));
        try (FileChannel open = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long bytes = (long) Figures.LENGTH * Long.BYTES;
            return new OwnFigures(open.map(FileChannel.MapMode.READ_WRITE, 0, bytes)
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer());
        }
    }

    /** The master may read from here on. What was counted before is forgotten: it was for the warm-up. */
    void begin() {
        for (int i = 0; i < Figures.LENGTH; i++) {
            row.put(i, 0);
        }
        row.put(Figures.MADE, Figures.FORMAT);
    }

    @Override
    public void answered(int status, long nanos) {
        add(Figures.index(status, nanos), 1);
        add(Figures.sum(status / 100), Math.max(0, nanos));
    }

    @Override
    public void received(long bytes) {
        add(Figures.RECEIVED, bytes);
    }

    @Override
    public void sent(long bytes) {
        add(Figures.SENT, bytes);
    }

    private void add(int index, long more) {
        row.put(index, row.get(index) + more);
    }

    /** One of the numbers that do not only grow, or one that is counted elsewhere. */
    void set(int index, long value) {
        row.put(index, value);
    }
}
