package io.baton.master.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
final class LastLines {

    private static final int MOST_BYTES = 64 << 10;

    private LastLines() {}

    /**
     * The last lines.
     *
     * @param from where to begin at the earliest
     */
    static List<String> of(Path file, long from, int count) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long start = Math.max(Math.min(from, channel.size()), channel.size() - MOST_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - start));
            channel.position(start);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until the end.
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
