package sun.nio.ch;

import jdk.internal.misc.Unsafe;

/**
 * Memory outside the heap, which the sockets read into and write from. Code outside java.base cannot look at it without a
 * warning or an allocation.
 */
public final class NativeBytes {

    private static final Unsafe MEMORY = Unsafe.getUnsafe();

    private NativeBytes() {}

    /** The byte at the address. */
    public static byte byteAt(long address) {
        return MEMORY.getByte(address);
    }

    /** The eight bytes from the address on, in the order of the machine. The address need not be aligned. */
    public static long wordAt(long address) {
        return MEMORY.getLong(address);
    }
}
