package io.baton.protocol.posix;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Memory that C can read and write: direct buffers in native byte order, freed with their last Java reference. */
final class Native {

    private Native() {}

    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** Valid while the buffer is reachable. */
    static long address(ByteBuffer direct) {
        return MemoryIO.getInstance().getDirectBufferAddress(direct);
    }

    static ByteBuffer cString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = allocate(bytes.length + 1);
        buffer.put(0, bytes);
        return buffer;
    }

    /** A {@code char *const[]} as execve(2) takes it: the pointers with a closing NULL, then the texts, in one block. */
    static ByteBuffer cStrings(List<String> texts) {
        List<byte[]> encoded = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int table = 8 * (texts.size() + 1);
        int size = table + encoded.stream().mapToInt(bytes -> bytes.length + 1).sum();
        ByteBuffer block = allocate(size);
        long base = address(block);
        int offset = table;
        for (int i = 0; i < encoded.size(); i++) {
            byte[] bytes = encoded.get(i);
            block.putLong(8 * i, base + offset);
            block.put(offset, bytes);
            offset += bytes.length + 1;
        }
        return block;
    }
}
