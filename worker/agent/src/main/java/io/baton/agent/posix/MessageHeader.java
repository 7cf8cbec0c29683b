package io.baton.agent.posix;

import sun.nio.ch.NativeBytes;

/** A {@code struct msghdr} of a 64-bit Linux with one buffer, made once and used for every message of one direction. */
final class MessageHeader {

    /** MSG_NOSIGNAL and MSG_DONTWAIT. */
    static final int SEND_FLAGS = 0x4040;

    /** MSG_CMSG_CLOEXEC and MSG_DONTWAIT. */
    static final int RECEIVE_FLAGS = 0x40000040;

    static final int MSG_DONTWAIT = 0x40;

    private static final int MOST_DESCRIPTORS = 253;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;

    private static final int IOV = 16;
    private static final int IOV_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int IOV_BASE = 56;
    private static final int IOV_LENGTH = 64;
    private static final int CMSG = 72;
    private static final int CMSG_LEVEL = CMSG + 8;
    private static final int CMSG_TYPE = CMSG + 12;
    private static final int CMSG_DATA = CMSG + 16;
    private static final int CMSG_HEADER = CMSG_DATA - CMSG;
    private static final int SPACE_FOR_ONE = 24;
    private static final int SPACE = CMSG_HEADER + Integer.BYTES * (MOST_DESCRIPTORS + 1);

    private final long header = NativeBytes.allocate(CMSG + SPACE);

    private int descriptors;
    private boolean lost;

    MessageHeader() {
        NativeBytes.putWord(header + IOV, header + IOV_BASE);
        NativeBytes.putWord(header + IOV_COUNT, 1);
    }

    /** Fills it for sendmsg(2). Returns its address. */
    long toSend(long bytes, int length, int descriptor) {
        buffer(bytes, length);
        if (descriptor < 0) {
            control(0, 0);
        } else {
            control(header + CMSG, SPACE_FOR_ONE);
            NativeBytes.putWord(header + CMSG, CMSG_HEADER + Integer.BYTES);
            NativeBytes.putInt(header + CMSG_LEVEL, SOL_SOCKET);
            NativeBytes.putInt(header + CMSG_TYPE, SCM_RIGHTS);
            NativeBytes.putInt(header + CMSG_DATA, descriptor);
        }
        return header;
    }

    /** Fills it for recvmsg(2). Returns its address. */
    long toReceive(long bytes, int capacity) {
        buffer(bytes, capacity);
        control(header + CMSG, SPACE);
        return header;
    }

    private void buffer(long bytes, int length) {
        NativeBytes.putWord(header + IOV_BASE, bytes);
        NativeBytes.putWord(header + IOV_LENGTH, length);
    }

    private void control(long address, long length) {
        NativeBytes.putWord(header + CONTROL, address);
        NativeBytes.putWord(header + CONTROL_LENGTH, length);
        NativeBytes.putInt(header + FLAGS, 0);
    }

    /** Takes the descriptors out of it. */
    void received(boolean failed, int[] into) {
        descriptors = 0;
        lost = !failed && (NativeBytes.intAt(header + FLAGS) & MSG_CTRUNC) != 0;
        if (!failed && NativeBytes.wordAt(header + CONTROL_LENGTH) >= CMSG_HEADER) {
            long length = NativeBytes.wordAt(header + CMSG) - CMSG_HEADER;
            if (NativeBytes.intAt(header + CMSG_TYPE) == SCM_RIGHTS) {
                descriptors = (int) (length / Integer.BYTES);
            }
        }
        for (int i = 0; i < descriptors; i++) {
            into[i] = NativeBytes.intAt(header + CMSG_DATA + (long) Integer.BYTES * i);
        }
    }

    int descriptors() {
        return descriptors;
    }

    boolean lost() {
        return lost;
    }
}
