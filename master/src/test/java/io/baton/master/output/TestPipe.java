package io.baton.master.output;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A pipe that stands for the master's standard output. The test reads its other end or leaves it full. */
final class TestPipe implements AutoCloseable {

    private final Fd readEnd;
    private final Fd writeEnd;
    private final BufferedReader reader;

    TestPipe() {
        try {
            Fd[] pipe = Libc.pipe();
            readEnd = pipe[0];
            writeEnd = pipe[1];
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
        reader = new BufferedReader(new InputStreamReader(new ReadEnd(), StandardCharsets.UTF_8));
    }

    Fd writeEnd() {
        return writeEnd;
    }

    /** The next lines, up to and including {@code last}. */
    List<String> readUntil(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = reader.readLine();
            lines.add(line);
        } while (line != null && !line.equals(last));
        return lines;
    }

    List<String> readLines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(reader.readLine());
        }
        return lines;
    }

    void closeReadEnd() {
        readEnd.close();
    }

    @Override
    public void close() {
        readEnd.close();
        writeEnd.close();
    }

    private final class ReadEnd extends InputStream {

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(8192);

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = Libc.read(readEnd, buffer.clear().limit(Math.min(length, buffer.capacity())));
            if (count < 0) {
                throw PosixException.of("read", count);
            }
            buffer.flip().get(bytes, offset, count);
            return count == 0 ? -1 : count;
        }
    }
}
