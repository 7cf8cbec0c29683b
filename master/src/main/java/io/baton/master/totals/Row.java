package io.baton.master.totals;

import io.baton.protocol.Figures;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.MemoryFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The figures of one worker in the file that it writes them into. They are there also after the worker was killed. Conductor
 * thread only.
 */
final class Row implements AutoCloseable {

    private final Fd file;
    private final ByteBuffer read =
            ByteBuffer.allocateDirect(Figures.LENGTH * Long.BYTES).order(ByteOrder.nativeOrder());

    /** @param file owned from here on */
    Row(Fd file) {
        this.file = file;
    }

    /** The number of its descriptor. */
    int descriptor() {
        return file.number();
    }

    boolean isOpen() {
        return file.isOpen();
    }

    /** Copies all figures. Changes nothing if the worker has not begun to count, or writes another format. */
    void copyTo(long[] figures) {
        int bytes = MemoryFile.readBeginning(file, read.clear());
        if (bytes < read.capacity() || read.getLong(Figures.MADE * Long.BYTES) != Figures.FORMAT) {
            return;
        }
        for (int i = 0; i < figures.length; i++) {
            if (i != Figures.UNCLASSED) {
                figures[i] = read.getLong(i * Long.BYTES);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
