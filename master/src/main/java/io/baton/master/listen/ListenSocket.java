package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A bound socket that workers serve. It listens, unless it is for packets or only reserves a port.
 *
 * @param socket owned by the holder of this record
 * @param address that it is bound to, with the real port
 * @param file identifies the file of a path at the time when it was bound, by device and inode; null for an address
 */
public record ListenSocket(Fd socket, ListenAddress address, @Nullable Object file) {

    /** A socket that is bound to an address, or to a path whose file is there now. */
    ListenSocket(Fd socket, ListenAddress address) {
        this(socket, address, address.isPath() ? fileAt(address) : null);
    }

    /** Says in one line for the operator why there is no socket. */
    public static final class BindException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int errno;

        BindException(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        /** The error number, positive. */
        int errno() {
            return errno;
        }

        /** Whether this user may not bind there. */
        public boolean notPermitted() {
            return errno == Errno.EACCES;
        }
    }

    /**
     * Binds and listens where the operator said.
     *
     * @param host an address or name; null for every address, IPv6 and IPv4, or IPv4 only where there is no IPv6
     * @param port {@code 0..65535}
     */
    public static ListenSocket bind(@Nullable String host, int port) throws BindException {
        return Binder.tcp(ListenRequest.of(ListenAddress.tcp(host, port)));
    }

    /**
     * Binds where the operator said, and reserves the port for workers that bind it with sockets of their own. No other program
     * can have it then, and a port in use is told before a worker starts. The socket does not listen: the kernel would give it
     * its share of connections, and the master would not accept them.
     */
    public static ListenSocket reserve(@Nullable String host, int port) throws BindException {
        // A program that shares its port in the same way would let this socket in.
        ListenSocket alone = bind(host, port);
        alone.close();
        return Binder.reserve(ListenRequest.of(alone.address()));
    }

    /** Binds and listens where a worker asked to. A request for what cannot be a socket is refused with Node's error number. */
    static ListenSocket open(ListenRequest request) throws BindException {
        AskedAddress.require(request);
        ListenAddress address = request.address();
        if (request.fd() >= 0) {
            return Binder.descriptor(request);
        } else if (address.isUdp()) {
            return Binder.udp(request);
        } else if (address.isTcp()) {
            return Binder.tcp(request);
        }
        return Binder.path(request);
    }

    /**
     * Whether clients that connect to its path reach this socket. They do not if the file was removed since, as programs do
     * before they listen, or is another one. An address always leads here.
     */
    boolean isReachable() {
        return !address.isPath() || (file != null && file.equals(fileAt(address)));
    }

    private static @Nullable Object fileAt(ListenAddress path) {
        try {
            Path file = Path.of(String.valueOf(path.host()));
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** Closes the socket and removes its path. */
    public void close() {
        removePath();
        socket.close();
    }

    /**
     * Removes the path. As Node does, before the socket is closed: after that another program may have made the path again. A
     * file that is another one by now stays.
     */
    void removePath() {
        if (socket.isOpen() && address.isPath() && address.host() != null && isReachable()) {
            try {
                Files.deleteIfExists(Path.of(address.host()));
            } catch (IOException e) {
                // A client that finds the file finds that no program listens.
            }
        }
    }
}
