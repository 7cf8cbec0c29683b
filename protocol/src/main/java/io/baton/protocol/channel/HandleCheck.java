package io.baton.protocol.channel;

import io.baton.protocol.HandleType;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;

/** Checks that a descriptor is of the kind that its line names. */
final class HandleCheck {

    private HandleCheck() {}

    /** Whether a received handle fits its line. Makes it non-blocking, because the other end may not have done so. */
    static boolean isUsable(HandleType type, Fd handle) {
        if (!fits(type, handle)) {
            return false;
        }
        setNonBlocking(handle);
        return true;
    }

    /** Requires a handle that any other end can take, and makes it non-blocking. */
    static void requireSendable(HandleType type, Fd handle) {
        if (!fits(type, handle)) {
            throw new IllegalArgumentException(
                    handle + ": " + SocketKind.of(handle) + " (expected: a socket that can be a " + type + ")");
        }
        setNonBlocking(handle);
    }

    private static boolean fits(HandleType type, Fd handle) {
        SocketKind kind = SocketKind.of(handle);
        return switch (type) {
            case NET_SOCKET -> kind == SocketKind.STREAM;
            case NET_BOUND_SOCKET -> kind == SocketKind.STREAM && SocketKind.isUnconnectedTcp(handle);
            case NET_SERVER, NET_NATIVE -> kind == SocketKind.STREAM || kind == SocketKind.LISTENING;
            case DGRAM_SOCKET, DGRAM_NATIVE -> kind == SocketKind.DATAGRAM;
            case OTHER -> false;
        };
    }

    private static void setNonBlocking(Fd socket) {
        try {
            Libc.setNonBlocking(socket);
        } catch (PosixException e) {
            throw new IllegalStateException("an open socket can be made non-blocking", e);
        }
    }
}
