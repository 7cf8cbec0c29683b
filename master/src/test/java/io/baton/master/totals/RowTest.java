package io.baton.master.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedTotals;
import io.baton.protocol.Figures;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.MemoryFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that a worker writes into a file, and its master adds up. */
final class RowTest {

    /** No process has this number. */
    private static final int NO_PID = Integer.MAX_VALUE;

    private static final int FOUND = Figures.index(200, 1);

    private final Path directory;
    private final ApplicationTotals app = new Totals().of("api");

    RowTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static void write(Fd file, int index, long value) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile("/proc/self/fd/" + file.number(), "rw")) {
            ByteBuffer one = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            open.seek((long) index * Long.BYTES);
            open.write(one.putLong(0, value).array());
        }
    }

    private Fd file() throws IOException {
        return MemoryFile.of(Figures.FILE, directory, new byte[Figures.LENGTH * Long.BYTES]);
    }

    @Test
    void aWorkerIsReadOnceMoreWhenItIsDead() throws IOException {
        Fd file = file();
        String number = String.valueOf(file.number());
        app.countsIn(NO_PID, file);
        ProcessTotals worker = app.begin(NO_PID, () -> 5);
        write(file, FOUND, 4);
        assertThat(worker.figures()[FOUND]).as("before it says that it counts").isZero();
        write(file, Figures.MADE, Figures.FORMAT);
        write(file, Figures.GC_MS, 70);
        assertThat(worker.figures()[FOUND]).isEqualTo(4);
        write(file, FOUND, 9);
        worker.end(2);
        assertThat(app.carried().gone().get(FOUND)).isEqualTo(9);
        assertThat(app.carried().slots().get(0).gcMs()).isEqualTo(70);
        assertThat(app.carried().rows()).isEmpty();
        assertThat(file.isOpen()).isFalse();
        assertThat(Files.exists(Path.of("/proc/self/fd", number))
                        && Files.readSymbolicLink(Path.of("/proc/self/fd", number))
                                .toString()
                                .contains(Figures.FILE))
                .isFalse();
    }

    @Test
    void onlyRequestsThatHaveNoClassAreUnclassed() throws IOException {
        Fd file = file();
        app.countsIn(NO_PID, file);
        write(file, Figures.MADE, Figures.FORMAT);
        write(file, FOUND, 4);
        write(file, Figures.index(404, 1), 2);
        long[] said = {6};
        ProcessTotals worker = app.begin(NO_PID, () -> said[0]);
        assertThat(worker.figures()[Figures.UNCLASSED]).isZero();
        said[0] = 9;
        assertThat(worker.figures()[Figures.UNCLASSED]).isEqualTo(3);
        worker.end(1);
    }

    @Test
    void theNextImageReadsOnWhereTheWorkerWrites() throws IOException {
        Fd file = file();
        app.countsIn(NO_PID, file);
        write(file, Figures.MADE, Figures.FORMAT);
        write(file, FOUND, 4);
        app.begin(NO_PID, () -> 0);
        CarriedTotals carried = app.carried();
        assertThat(carried.gone().get(FOUND)).as("it lives").isZero();
        file.release();

        Totals next = new Totals();
        next.goOn(List.of(carried));
        ApplicationTotals same = next.of("api");
        ProcessTotals worker = same.begin(NO_PID, () -> 0);
        assertThat(worker.figures()[FOUND]).isEqualTo(4);
        worker.end(1);
        assertThat(same.carried().gone().get(FOUND)).isEqualTo(4);
    }
}
