package io.baton.master.shared;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.MemoryFile;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory outside of the JVM's heap, in a file without a name. What stands there outlives this program if the next one in this
 * process gets the descriptor. Pages that were never written take no memory.
 */
final class Region {

    private static final String NAME = "baton-shared";

    private final Fd file;
    private final MappedByteBuffer memory;

    private Region(Fd file, MappedByteBuffer memory) {
        this.file = file;
        this.memory = memory;
    }

    /**
     * Memory that is all zero.
     *
     * @param directory for the file, where the kernel offers none in memory
     */
    static Region make(long bytes, Path directory) throws IOException {
        return of(MemoryFile.of(NAME, directory, new byte[0]), bytes);
    }

    /**
     * Memory as the program before has left it.
     *
     * @param descriptor of the file, owned by the region from here on
     */
    static Region goOn(int descriptor, long bytes) throws IOException {
        return of(Fd.own(descriptor), bytes);
    }

    /** Memory that is all zero, and ends with this program. */
    static MappedByteBuffer unnamed(long bytes, Path directory) throws IOException {
        Region region = make(bytes, directory);
        region.close();
        return region.memory();
    }

    private static Region of(Fd file, long bytes) throws IOException {
        Path path = Path.of("/proc/self/fd", Integer.toString(file.number()));
        try (FileChannel open = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Region(file, open.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    MappedByteBuffer memory() {
        return memory;
    }

    long bytes() {
        return memory.capacity();
    }

    int descriptor() {
        return file.number();
    }

    /** The memory is given back when the collector finds that nothing uses it. */
    void close() {
        file.close();
    }
}
