package io.baton.master.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what a daemon sends into lines. */
final class AnswerLines {

    /** More than any answer has, thread dumps included. */
    private static final int LONGEST = 64 << 20;

    private final ReadableByteChannel channel;

    private byte[] bytes = new byte[16 << 10];
    private int length;
    private int searched;

    AnswerLines(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Waits for the next line; null at the end. What has no end of line there is no answer. */
    @Nullable
    String next() throws IOException {
        while (true) {
            for (; searched < length; searched++) {
                if (bytes[searched] == '\n') {
                    return take();
                }
            }
            if (length == bytes.length) {
                grow();
            }
            int count = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
            if (count < 0) {
                return null;
            }
            length += count;
        }
    }

    private String take() {
        String line = new String(bytes, 0, searched, StandardCharsets.UTF_8);
        length -= searched + 1;
        System.arraycopy(bytes, searched + 1, bytes, 0, length);
        searched = 0;
        return line;
    }

    private void grow() throws IOException {
        if (length >= LONGEST) {
            throw new IOException("a line of more than " + LONGEST + " bytes");
        }
        bytes = Arrays.copyOf(bytes, 2 * length);
    }
}
