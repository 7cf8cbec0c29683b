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
 * A bound socket that workers serve; if it is one for connections and no reservation, a listening one.
 *
 * @param socket owned by this record's holder
 * @param address what it is bound to, with the real port
 * @param file the identity of the file that a path was when it was bound, its device and inode; null of an address
 */
public record ListenSocket(Fd socket, ListenAddress address, @Nullable Object file) {

    /** A socket that is bound to an address or to a path, which is there now. */
    ListenSocket(Fd socket, ListenAddress address) {
        this(socket, address, address.isPath() ? fileAt(address) : null);
    }

    /** Why there is no socket, as a line for the operator. */
    public static final class BindException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int errno;

        BindException(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        /** The kernel's reason, positive. */
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
     * Binds where the operator said, and keeps the port for workers that bind the same with a socket of their own: nobody
     * else can have it then, and a port in use is told before a worker starts. It does not listen, or it would take its
     * share of connections with nobody to accept them.
     */
    public static ListenSocket reserve(@Nullable String host, int port) throws BindException {
        // Others that share their port in the same way would let this one in.
        ListenSocket alone = bind(host, port);
        alone.close();
        return Binder.reserve(ListenRequest.of(alone.address()));
    }

    /** Binds and listens where a worker asked to. What no socket can be is refused with Node's error number. */
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
     * Whether clients that connect to its path come here: not when the file was removed since, as programs do before they
     * listen, or is another one. An address always leads here.
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

    /** Ends it. */
    public void close() {
        removePath();
        socket.close();
    }

    /**
     * Removes the path, before the socket is closed and not after, when somebody else may have made the same again; Node does
     * so too. A file that is another one by now stays.
     */
    void removePath() {
        if (socket.isOpen() && address.isPath() && address.host() != null && isReachable()) {
            try {
                Files.deleteIfExists(Path.of(address.host()));
            } catch (IOException e) {
                // Whoever finds it there finds that nobody listens.
            }
        }
    }
}
