package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** The size of a terminal, as its window says (ioctl(2), TIOCGWINSZ). */
public final class WindowSize {

    private static final int TIOCGWINSZ = 0x5413;

    /** The offsets of {@code ws_row} and {@code ws_col} in {@code struct winsize}, two bytes each. */
    private static final int ROWS = 0;

    private static final int COLUMNS = 2;

    private static final int SIZE = 8;

    private WindowSize() {}

    /** The rows of the terminal behind a descriptor; 0 if it does not say, or native calls do not work here. */
    public static int rows(int descriptor) {
        return field(descriptor, ROWS);
    }

    /** The columns of the terminal behind a descriptor; 0 if it does not say, or native calls do not work here. */
    public static int columns(int descriptor) {
        return field(descriptor, COLUMNS);
    }

    private static int field(int descriptor, int offset) {
        try {
            ByteBuffer size = Native.allocate(SIZE);
            long result = CLibrary.call("ioctl", descriptor, TIOCGWINSZ, size);
            return result < 0 ? 0 : size.getShort(offset) & 0xffff;
        } catch (LinkageError e) {
            return 0;
        }
    }
}
