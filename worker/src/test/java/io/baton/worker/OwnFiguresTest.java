package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Figures;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.MemoryFile;
import io.baton.worker.spi.Load;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnFiguresTest {

    private static final int BYTES = Figures.LENGTH * Long.BYTES;

    private final Fd file;
    private final OwnFigures figures;

    OwnFiguresTest(@TempDir Path directory) throws IOException {
        file = MemoryFile.of(Figures.FILE, directory, new byte[BYTES]);
        figures = OwnFigures.of(file);
    }

    @AfterEach
    void close() {
        file.close();
    }

    /** As a master reads it. */
    private long read(int index) {
        ByteBuffer read = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
        assertThat(MemoryFile.readBeginning(file, read)).isEqualTo(BYTES);
        return read.getLong(index * Long.BYTES);
    }

    @Test
    void whatIsWrittenIsInTheFileAtOnceByClassAndDuration() {
        figures.begin();
        figures.answered(200, 400_000);
        figures.answered(204, 700_000);
        figures.answered(404, Long.MAX_VALUE / 2);
        figures.received(10);
        figures.sent(20);
        figures.sent(1);
        assertThat(read(Figures.MADE)).isEqualTo(Figures.FORMAT);
        assertThat(read(Figures.block(2))).as("200 within 0.5 ms").isEqualTo(1);
        assertThat(read(Figures.block(2) + 1)).as("204 within 1 ms").isEqualTo(1);
        assertThat(read(Figures.sum(2))).isEqualTo(1_100_000);
        assertThat(read(Figures.block(4) + Figures.buckets() - 1))
                .as("404 that took longest")
                .isEqualTo(1);
        assertThat(read(Figures.block(5))).isZero();
        assertThat(read(Figures.RECEIVED)).isEqualTo(10);
        assertThat(read(Figures.SENT)).isEqualTo(21);
    }

    @Test
    void whatTheWarmUpHasCountedIsForgotten() {
        figures.answered(200, 1);
        figures.sent(5);
        assertThat(read(Figures.MADE)).as("not to be read yet").isZero();
        new Gauges(figures).begin();
        assertThat(read(Figures.MADE)).isEqualTo(Figures.FORMAT);
        assertThat(read(Figures.block(2))).isZero();
        assertThat(read(Figures.SENT)).isZero();
    }

    @Test
    void gaugesSayWhatTheWorkerIsAndWhatItsJvmUses() {
        Gauges gauges = new Gauges(figures);
        gauges.prepare();
        gauges.begin();
        gauges.expectIn(-20);
        gauges.arrives();
        gauges.write(3, new Load(7, 2, 1, 2));
        assertThat(read(Figures.OPEN)).isEqualTo(3);
        assertThat(read(Figures.RUNNING)).isEqualTo(2);
        assertThat(read(Figures.WAITING)).isEqualTo(1);
        assertThat(read(Figures.HEAP)).isPositive();
        assertThat(read(Figures.LAG)).isBetween(20_000_000L, 10_000_000_000L);
        assertThat(read(Figures.UNCLASSED)).isZero();
    }
}
