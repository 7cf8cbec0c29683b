package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A FIFO at which a program waits until the test lets it pass. The program reads one byte and blocks until the test has
 * written one; each byte lets one reader pass.
 */
final class Gate implements AutoCloseable {

    private final RandomAccessFile bothEnds;

    /** A gate at this path, which does not exist yet. */
    Gate(Path path) throws IOException {
        try {
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        // With both ends open neither the test nor a program waits in open(2), and none reads the end of the stream.
        bothEnds = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Lets so many readers pass, those that wait and those that come. */
    void letPass(int readers) throws IOException {
        bothEnds.write(new byte[readers]);
    }

    @Override
    public void close() throws IOException {
        bothEnds.close();
    }
}
