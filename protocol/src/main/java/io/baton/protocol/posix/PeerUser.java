package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** The user of the process that connected to an AF_UNIX stream socket (SO_PEERCRED, unix(7)). */
public final class PeerUser {

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;

    /** {@code struct ucred}: pid, uid and gid, four bytes each. */
    private static final int UCRED_SIZE = 12;

    private static final int UID_OFFSET = 4;

    private PeerUser() {}

    /** The number of the user that the process had when it connected. */
    public static int uid(Fd socket) throws PosixException {
        ByteBuffer credentials = Native.allocate(UCRED_SIZE);
        ByteBuffer length = Native.allocate(4).putInt(0, UCRED_SIZE);
        Libc.check("getsockopt(" + socket + ", SO_PEERCRED)", (int)
                CLibrary.call("getsockopt", socket.number(), SOL_SOCKET, SO_PEERCRED, credentials, length));
        return credentials.getInt(UID_OFFSET);
    }
}
