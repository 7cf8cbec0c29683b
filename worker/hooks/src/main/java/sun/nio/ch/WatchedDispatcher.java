package sun.nio.ch;

import java.io.FileDescriptor;
import java.io.IOException;

/** Takes the place of {@link SocketDispatcher} in the JDK's sockets: tells of what is read, written and closed. */
final class WatchedDispatcher extends SocketDispatcher {

    @Override
    int read(FileDescriptor fd, long address, int length) throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        if (watch == null) {
            return super.read(fd, address, length);
        }
        int number = WatchedSockets.number(fd);
        if (!watch.mayRead(number)) {
            return IOStatus.EOF;
        }
        int count = IOStatus.UNAVAILABLE;
        try {
            count = super.read(fd, address, length);
        } finally {
            watch.hasRead(number, address, (int) told(count));
        }
        return count;
    }

    @Override
    long readv(FileDescriptor fd, long vector, int parts) throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        if (watch == null) {
            return super.readv(fd, vector, parts);
        }
        int number = WatchedSockets.number(fd);
        if (!watch.mayRead(number)) {
            return IOStatus.EOF;
        }
        long count = IOStatus.UNAVAILABLE;
        try {
            count = super.readv(fd, vector, parts);
        } finally {
            watch.hasReadParts(number, vector, parts, told(count));
        }
        return count;
    }

    /** Only the end is told as a negative number; the others mean that there is nothing yet. */
    private static long told(long count) {
        return count == IOStatus.EOF ? count : Math.max(0, count);
    }

    @Override
    int write(FileDescriptor fd, long address, int length) throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        if (watch == null) {
            return super.write(fd, address, length);
        }
        int number = WatchedSockets.number(fd);
        if (!watch.mayWrite(number)) {
            throw new IOException("Connection reset by peer");
        }
        int count = IOStatus.UNAVAILABLE;
        try {
            count = super.write(fd, address, length);
        } finally {
            watch.hasWritten(number, address, count);
        }
        return count;
    }

    @Override
    long writev(FileDescriptor fd, long vector, int parts) throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        if (watch == null) {
            return super.writev(fd, vector, parts);
        }
        int number = WatchedSockets.number(fd);
        if (!watch.mayWrite(number)) {
            throw new IOException("Connection reset by peer");
        }
        long count = IOStatus.UNAVAILABLE;
        try {
            count = super.writev(fd, vector, parts);
        } finally {
            watch.hasWrittenParts(number, vector, parts, count);
        }
        return count;
    }

    @Override
    void close(FileDescriptor fd) throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        int number = WatchedSockets.number(fd);
        if (watch != null) {
            watch.closes(number);
        }
        HookedNet.closes(number);
        super.close(fd);
    }
}
