package io.baton.master.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end record of a zip file (APPNOTE 4.3.16). A jar that has jars in it may be cut off shortly after the end of one of them,
 * while it is written. A JVM then takes that inner jar for the whole.
 */
final class ZipEnd {

    private static final int SIZE = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int END = 0x06054b50;
    private static final int FIRST_FILE = 0x04034b50;
    private static final int SIZE_AT = 12;
    private static final int OFFSET_AT = 16;

    /** The number is in another record, because it is larger. */
    private static final long ELSEWHERE = 0xFFFFFFFFL;

    private ZipEnd() {}

    /** Whether the last end record in the file is that of another zip file, which this one has in it. */
    static boolean isOfInnerFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (read(channel, 0, Integer.BYTES).getInt(0) != FIRST_FILE) {
                // A script that executes the jar stands before it.
                return false;
            }
            long start = Math.max(0, channel.size() - SIZE - LONGEST_COMMENT);
            ByteBuffer tail = read(channel, start, (int) (channel.size() - start));
            for (int at = tail.limit() - SIZE; at >= 0; at--) {
                if (tail.getInt(at) == END) {
                    long size = tail.getInt(at + SIZE_AT) & ELSEWHERE;
                    long offset = tail.getInt(at + OFFSET_AT) & ELSEWHERE;
                    return offset != ELSEWHERE && size != ELSEWHERE && offset + size != start + at;
                }
            }
            return false;
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(bytes, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.position() < bytes) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.rewind();
    }
}
