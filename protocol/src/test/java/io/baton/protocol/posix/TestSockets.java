package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** Opens descriptors that Baton itself never opens. */
public final class TestSockets {

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;

    private TestSockets() {}

    /** Opens a file for reading. The caller owns it. */
    public static Fd open(String path) throws PosixException {
        ByteBuffer name = Native.cString(path);
        int number = (int) CLibrary.call("open", name, 0);
        Libc.check("open(" + path + ")", number);
        return Fd.own(number);
    }

    /** Opens a socket of a kind that Node does not know. The caller owns it. */
    public static Fd unixPackets() throws PosixException {
        int number = (int) CLibrary.call("socket", AF_UNIX, SOCK_SEQPACKET, 0);
        Libc.check("socket(AF_UNIX, SOCK_SEQPACKET)", number);
        return Fd.own(number);
    }
}
