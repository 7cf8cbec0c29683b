package sun.nio.ch;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SelectableChannel;

/**
 * Takes the place of {@link FileDispatcherImpl} in the JDK's files: tells of what the kernel sends from a file to a connection
 * (sendfile(2)). A JDK whose method for that is not here, as 17, writes to connections from a mapping of the file instead,
 * which its sockets tell of.
 */
final class WatchedFileDispatcher extends FileDispatcherImpl {

    private static final MethodHandle TRANSFER = transfer();

    private static MethodHandle transfer() {
        MethodType type = MethodType.methodType(
                long.class, FileDescriptor.class, long.class, long.class, FileDescriptor.class, boolean.class);
        try {
            return MethodHandles.lookup().findStatic(FileDispatcherImpl.class, "transferTo0", type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    @Override
    boolean canTransferToDirectly(SelectableChannel target) {
        return super.canTransferToDirectly(target)
                && (TRANSFER != null || WatchedSockets.watch() == null || !(target instanceof SocketChannelImpl));
    }

    /** Overrides a method of later JDKs. The native method behind it fails with an IOException too. */
    long transferTo(FileDescriptor file, long position, long count, FileDescriptor target, boolean append)
            throws IOException {
        SocketWatch watch = WatchedSockets.watch();
        if (watch == null) {
            return send(file, position, count, target, append);
        }
        int number = WatchedSockets.number(target);
        if (!watch.mayWrite(number)) {
            throw new IOException("Connection reset by peer");
        }
        long sent = IOStatus.UNAVAILABLE;
        try {
            sent = send(file, position, count, target, append);
        } finally {
            watch.hasSentFile(number, sent);
        }
        return sent;
    }

    private static long send(FileDescriptor file, long position, long count, FileDescriptor target, boolean append)
            throws IOException {
        try {
            return (long) TRANSFER.invokeExact(file, position, count, target, append);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }
}
