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

    /** The four bytes from the address on, as above. */
    public static int intAt(long address) {
        return MEMORY.getInt(address);
    }

    /** Copies bytes from memory outside the heap. */
    public static void copy(long address, byte[] target, int at, int count) {
        // Not by copyMemory: where the bytes of an array begin is an int in some JDKs and a long in others.
        for (int i = 0; i < count; i++) {
            target[at + i] = MEMORY.getByte(address + i);
        }
    }

    /** So much memory, all zero, for as long as the process lives. */
    public static long allocate(long size) {
        long address = MEMORY.allocateMemory(size);
        MEMORY.setMemory(address, size, (byte) 0);
        return address;
    }

    /** Puts a byte at the address. */
    public static void putByte(long address, byte value) {
        MEMORY.putByte(address, value);
    }

    /** Puts four bytes at the address, in the order of the machine. */
    public static void putInt(long address, int value) {
        MEMORY.putInt(address, value);
    }

    /** Puts eight bytes at the address, in the order of the machine. */
    public static void putWord(long address, long value) {
        MEMORY.putLong(address, value);
    }
}
