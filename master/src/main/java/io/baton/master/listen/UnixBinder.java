package io.baton.master.listen;

import io.baton.master.config.ListenConfig;
import io.baton.master.config.SocketAccess;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.UnixListener;
import io.baton.protocol.posix.UserAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens Unix-domain sockets: those that the operator named, and those that workers ask for. The file that a killed
 * process left is replaced. The socket of a process that listens, and any other file, stays: it is told that the path
 * is in use. Waits for files and name services.
 */
public final class UnixBinder {

    /** The kernel takes the smaller of this and net.core.somaxconn. */
    private static final int BACKLOG = 65535;

    private static final int READ_ALL = 0444;
    private static final int WRITE_ALL = 0222;
    private static final int FILE_KIND = 0170000;
    private static final int SOCKET = 0140000;
    private static final int UNCHANGED = -1;

    private UnixBinder() {}

    /**
     * Binds and listens where a worker asked to, with Node's error numbers. The path's file has the mode that the umask and the
     * request leave.
     */
    static ListenSocket open(ListenRequest request) throws BindException {
        String path = request.address().host();
        if (path == null || path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new BindException("path: empty, or with a zero byte (expected: a path)", Errno.EINVAL);
        }
        String bindable = bindable(path);
        try {
            Fd socket = open(bindable, Binder.backlog(request), moreMode(request.flags()));
            return new ListenSocket(socket, request.address());
        } catch (PosixException e) {
            throw new BindException("cannot listen on " + path + ": " + e.getMessage(), asNode(e.errno()));
        }
    }

    /** A worker cannot know that its master was killed and left the file, so the file is replaced for it too. */
    private static Fd open(String path, int backlog, int moreMode) throws PosixException {
        try {
            return UnixListener.open(path, backlog, moreMode);
        } catch (PosixException e) {
            if (e.errno() != Errno.EADDRINUSE || !isStaleAndRemoved(path)) {
                throw e;
            }
            return UnixListener.open(path, backlog, moreMode);
        }
    }

    private static boolean isStaleAndRemoved(String path) {
        try {
            removeStale(Path.of(path), path);
            return true;
        } catch (BindException e) {
            // A process listens there, or it is no socket.
            return false;
        }
    }

    private static int moreMode(int flags) {
        return ((flags & ListenRequest.READABLE_ALL) != 0 ? READ_ALL : 0)
                | ((flags & ListenRequest.WRITABLE_ALL) != 0 ? WRITE_ALL : 0);
    }

    /** The error that libuv reports for an error of bind(2) on a path. Programs compare its code. */
    private static int asNode(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> Errno.EACCES;
            case Errno.ENAMETOOLONG -> Errno.EINVAL;
            default -> errno;
        };
    }

    /** A worker names a path from the root. If that is too long, the path from the working directory may be short enough. */
    private static String bindable(String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length <= UnixListener.MAX_PATH || !path.startsWith("/")) {
            return path;
        }
        return Path.of("").toAbsolutePath().relativize(Path.of(path)).toString();
    }

    /** Binds and listens where the operator said. The file has its mode and owner before a client can connect. */
    public static ListenSocket bind(ListenConfig listener) throws BindException {
        String path = Objects.requireNonNull(listener.host());
        String name = listener.address().url();
        SocketAccess access = listener.access();
        UserAccount owner = user(name, access.owner());
        int group = group(name, access.group(), owner);
        removeStale(Path.of(path), name);
        try {
            Fd socket = UnixListener.open(path, BACKLOG, access.mode(), owner.uid(), group);
            return new ListenSocket(socket, listener.address());
        } catch (PosixException e) {
            throw failure(name, e);
        }
    }

    private static void removeStale(Path path, String name) throws BindException {
        try {
            Object before = key(path);
            if (before == null) {
                return;
            }
            if (!isSocket(path)) {
                throw new BindException(
                        name + " is another file and no socket (expected: a free path, or one of a socket)",
                        Errno.EADDRINUSE);
            }
            if (UnixListener.isListenedOn(path.toString())) {
                throw new BindException(name + " is in use (another program listens there)", Errno.EADDRINUSE);
            }
            // Another process may have replaced it meanwhile.
            if (before.equals(key(path))) {
                Files.deleteIfExists(path);
            }
        } catch (BindException e) {
            throw e;
        } catch (PosixException e) {
            throw failure(name, e);
        } catch (IOException e) {
            throw new BindException(name + ": " + e.getMessage() + " cannot be replaced", Errno.EACCES);
        }
    }

    /** Identifies the file, by device and inode; null if there is none. */
    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode
                && (mode & FILE_KIND) == SOCKET;
    }

    /** A name, or the number of one that need not have a name. */
    private static UserAccount user(String listener, @Nullable String owner) throws BindException {
        if (owner == null) {
            return new UserAccount("", UNCHANGED, UNCHANGED, "");
        }
        UserAccount account = UserAccount.named(owner);
        if (account != null) {
            return account;
        }
        return new UserAccount(owner, number(listener, "owner", owner, "a user of this machine"), UNCHANGED, "");
    }

    private static int group(String listener, @Nullable String group, UserAccount owner) throws BindException {
        if (group == null) {
            return owner.gid();
        }
        int number = UserAccount.groupNamed(group);
        return number >= 0 ? number : number(listener, "group", group, "a group of this machine");
    }

    private static int number(String listener, String what, String text, String expected) throws BindException {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // No name and no number.
        }
        throw new BindException(listener + ": " + what + ": " + text + " (expected: " + expected + ")", Errno.EINVAL);
    }

    private static BindException failure(String name, PosixException e) {
        return switch (e.errno()) {
            case Errno.EADDRINUSE -> new BindException(name + " is in use", e.errno());
            case Errno.ENOENT ->
                new BindException(name + ": its directory does not exist (expected: an existing one)", e.errno());
            case Errno.EACCES -> new BindException("not permitted to listen on " + name, e.errno());
            case Errno.EPERM ->
                new BindException(
                        name + ": this user may not give it to another one (" + e.getMessage() + ")", Errno.EACCES);
            default -> new BindException("cannot listen on " + name + ": " + e.getMessage(), e.errno());
        };
    }
}
