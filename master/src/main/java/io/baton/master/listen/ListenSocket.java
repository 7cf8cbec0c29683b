package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
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

    /**
     * Goes on with a socket that another program in this process has opened (execve(2)).
     *
     * @param socket owned by the holder of the record
     * @param address that it is bound to
     * @param reachable what {@link #isReachable} said there
     */
    public static ListenSocket resumed(Fd socket, ListenAddress address, boolean reachable) {
        return new ListenSocket(socket, address, reachable && address.isPath() ? fileAt(address) : null);
    }

    /**
     * Whether clients that connect to its path reach this socket. They do not if the file was removed since, as programs do
     * before they listen, or is another one. An address always leads here.
     */
    public boolean isReachable() {
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
