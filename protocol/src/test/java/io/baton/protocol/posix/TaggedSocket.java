package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** A descriptor that can be recognised: a socket on which a number waits to be read. */
public final class TaggedSocket {

    private TaggedSocket() {}

    /** A socket whose other end sent this number and is closed. The caller owns it. */
    public static Fd of(int tag) throws PosixException {
        Fd[] pair = Libc.socketpair();
        try (Fd writer = pair[0]) {
            ByteBuffer number = ByteBuffer.allocateDirect(4);
            number.putInt(0, tag);
            Libc.check("send", Libc.send(writer, number));
        }
        return pair[1];
    }

    /** Reads the number, once, and closes the socket. */
    public static int tagOf(Fd socket) {
        try (socket) {
            ByteBuffer number = ByteBuffer.allocateDirect(4);
            int count = Libc.receive(socket, number);
            if (count != 4) {
                throw new AssertionError("no number waits on " + socket + ": " + count);
            }
            return number.getInt(0);
        }
    }
}
