package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file without a name, which lives as long as a descriptor of it (memfd_create(2)). One thread at a time. */
public final class MemoryFile {

    private static final int MFD_CLOEXEC = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_CLOEXEC = 02000000;
    private static final int OWNER_ONLY = 0600;
    private static final int SEEK_SET = 0;
    private static final int SEEK_END = 2;
    private static final int CHUNK = 64 * 1024;

    private MemoryFile() {}

    /**
     * Makes a file with these bytes, close-on-exec, to be read from its beginning. The caller owns it.
     *
     * @param name shown in {@code /proc/PID/fd}
     * @param directory for the file, which loses its name at once, where the kernel offers none in memory
     */
    public static Fd of(String name, Path directory, byte[] bytes) throws PosixException {
        Fd file = create(name, directory);
        try {
            write(file, bytes);
            return file;
        } catch (PosixException e) {
            file.close();
            throw e;
        }
    }

    /** All bytes, wherever the file was read to before. The caller still owns it. */
    public static byte[] read(Fd file) throws IOException {
        long size = CLibrary.call("lseek", file.number(), 0, SEEK_END);
        Libc.check("lseek(" + file + ")", (int) Math.min(size, Integer.MAX_VALUE));
        rewind(file);
        byte[] bytes = new byte[Math.toIntExact(size)];
        ByteBuffer chunk = Native.allocate(CHUNK);
        int length = 0;
        while (length < bytes.length) {
            int count = Libc.read(file, chunk.clear());
            Libc.check("read(" + file + ")", count);
            if (count == 0) {
                throw new IOException(file + " has become shorter");
            }
            int taken = Math.min(count, bytes.length - length);
            chunk.flip().get(bytes, length, taken);
            length += taken;
        }
        return bytes;
    }

    /**
     * Reads what stands at the beginning now, wherever the file was read to before (pread(2)). Aligned 64-bit numbers that another
     * process writes meanwhile are whole.
     *
     * @param direct filled from its beginning on; its position does not change
     * @return how many bytes there are, or {@code -errno}
     */
    public static int readBeginning(Fd file, ByteBuffer direct) {
        return (int) CLibrary.call("pread", file.number(), direct, direct.capacity(), 0);
    }

    private static Fd create(String name, Path directory) throws PosixException {
        if (CLibrary.has("memfd_create")) {
            int number = (int) CLibrary.call("memfd_create", Native.cString(name), MFD_CLOEXEC);
            if (number >= 0) {
                return Fd.own(number);
            }
        }
        return unlinked(directory.resolve("." + name + "." + Processes.pid()).toString());
    }

    /** A sandbox may forbid files in memory. */
    static Fd unlinked(String path) throws PosixException {
        ByteBuffer name = Native.cString(path);
        int number = (int) CLibrary.call("open", name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ONLY);
        Libc.check("open(" + path + ")", number);
        CLibrary.call("unlink", name);
        return Fd.own(number);
    }

    private static void write(Fd file, byte[] bytes) throws PosixException {
        ByteBuffer chunk = Native.allocate(CHUNK);
        for (int written = 0; written < bytes.length; written += chunk.position()) {
            chunk.clear()
                    .put(bytes, written, Math.min(chunk.remaining(), bytes.length - written))
                    .flip();
            while (chunk.hasRemaining()) {
                Libc.check("write(" + file + ")", Libc.write(file, chunk));
            }
        }
        rewind(file);
    }

    /** The next read begins at the beginning, also in a process that inherited the descriptor. */
    public static void rewind(Fd file) throws PosixException {
        Libc.check("lseek(" + file + ")", (int) CLibrary.call("lseek", file.number(), 0, SEEK_SET));
    }
}
