package io.baton.protocol.posix;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Memory for C functions: direct buffers in native byte order, freed with their last Java reference. */
final class Native {

    private Native() {}

    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /**
     * The address of a buffer. It is valid while the buffer is reachable, which a local variable does not grant: a compiled
     * method forgets it after its last use, and a collection in the middle of the C function then frees the memory. Give the
     * buffer itself to {@link CLibrary#call}, or have a {@link java.lang.ref.Reference#reachabilityFence} behind the call.
     */
    static long address(ByteBuffer direct) {
        return MemoryIO.getInstance().getDirectBufferAddress(direct);
    }

    static ByteBuffer cString(String text) {
        byte[] bytes = SystemText.encode(text);
        ByteBuffer buffer = allocate(bytes.length + 1);
        buffer.put(0, bytes);
        return buffer;
    }

    /** The text in front of the first zero byte. */
    static String string(ByteBuffer memory) {
        byte[] bytes = new byte[memory.capacity()];
        int length = 0;
        while (length < bytes.length && memory.get(length) != 0) {
            bytes[length] = memory.get(length);
            length++;
        }
        return SystemText.decode(Arrays.copyOf(bytes, length));
    }

    /** A {@code char *const[]} for execve(2): the pointers with a closing NULL, then the texts, in one block. */
    static ByteBuffer cStrings(List<String> texts) {
        // No lambdas: every start runs this code.
        List<byte[]> encoded = new ArrayList<>();
        int table = 8 * (texts.size() + 1);
        int size = table;
        for (String text : texts) {
            byte[] bytes = SystemText.encode(text);
            encoded.add(bytes);
            size += bytes.length + 1;
        }
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
