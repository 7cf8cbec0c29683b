package io.baton.protocol.posix;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a channel, made with jnr-posix, which shares no line with the code under test. Non-blocking: all waiting
 * is in poll(2), with a limit. Used by one thread.
 */
public final class JnrPeer implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SO_SNDBUF = 7;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final int LIMIT_MS = 10_000;
    private static final POSIX JNR = POSIXFactory.getNativePOSIX();

    private final Fd socket;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<String> lines = new ArrayDeque<>();
    private final Deque<Fd> descriptors = new ArrayDeque<>();
    private boolean ended;

    /** A peer that owns this end. */
    public JnrPeer(Fd socket) throws PosixException {
        Libc.setNonBlocking(socket);
        this.socket = socket;
    }

    /** Makes the socket's send buffer as small as the kernel allows. */
    public static void shrinkSendBuffer(Fd socket) throws PosixException {
        ByteBuffer value = Native.allocate(4);
        value.putInt(0, 1);
        Libc.check("setsockopt", (int) CLibrary.call("setsockopt", socket.number(), SOL_SOCKET, SO_SNDBUF, value, 4));
    }

    /** Sends text, in as many sendmsg(2) as it takes. Descriptors go with the first byte. */
    public void say(String text, Fd... with) throws PosixException {
        say(text.getBytes(StandardCharsets.UTF_8), with);
    }

    /** Sends bytes, in as many sendmsg(2) as it takes. Descriptors go with the first byte. */
    public void say(byte[] bytes, Fd... with) throws PosixException {
        int offset = 0;
        while (offset < bytes.length) {
            int sent = sendmsg(bytes, offset, offset == 0 ? with : new Fd[0]);
            if (sent == -Errno.EAGAIN) {
                poll(POLLOUT);
                continue;
            }
            Libc.check("sendmsg(" + socket + ")", sent);
            offset += sent;
        }
    }

    /** The next line without its end, or null at the end of the stream. */
    @Nullable
    public String hear() throws PosixException {
        while (lines.isEmpty() && !ended) {
            receive();
        }
        return lines.poll();
    }

    /** Returns what one recvmsg(2) brings, with the ends of lines. Descriptors are added to {@link #descriptors}. */
    public String receiveOnce() throws PosixException {
        int before = raw.size();
        receive();
        return raw.toString(StandardCharsets.UTF_8).substring(before);
    }

    /** Reads to the end of the stream. */
    public void hearOut() throws PosixException {
        while (!ended) {
            receive();
        }
    }

    /** The descriptors received so far, in order. This peer owns them. */
    public Deque<Fd> descriptors() {
        return descriptors;
    }

    /** What was received after the last end of a line. */
    public int partialBytes() {
        return line.size();
    }

    /** Ends the outgoing stream. */
    public void shutdownOutput() {
        Libc.shutdownOutput(socket);
    }

    @Override
    public void close() {
        socket.close();
        descriptors.forEach(Fd::close);
        descriptors.clear();
    }

    private int sendmsg(byte[] bytes, int offset, Fd[] with) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length - offset);
        direct.put(0, bytes, offset, bytes.length - offset);
        MsgHdr message = JNR.allocateMsgHdr();
        message.setIov(new ByteBuffer[] {direct});
        if (with.length > 0) {
            ByteBuffer numbers = ByteBuffer.allocateDirect(4 * with.length).order(ByteOrder.nativeOrder());
            Arrays.stream(with).forEach(fd -> numbers.putInt(fd.number()));
            CmsgHdr control = message.allocateControl(numbers.capacity());
            control.setLevel(SOL_SOCKET);
            control.setType(SCM_RIGHTS);
            control.setData(numbers.flip());
        }
        int sent = JNR.sendmsg(socket.number(), message, MSG_NOSIGNAL);
        return sent >= 0 ? sent : -JNR.errno();
    }

    private void receive() throws PosixException {
        ByteBuffer direct = ByteBuffer.allocateDirect(32 * 1024);
        MsgHdr message = JNR.allocateMsgHdr();
        message.setIov(new ByteBuffer[] {direct});
        message.allocateControl(64);
        int count = JNR.recvmsg(socket.number(), message, 0);
        if (count < 0) {
            int errno = JNR.errno();
            if (errno == Errno.EAGAIN) {
                poll(POLLIN);
                return;
            }
            throw PosixException.of("recvmsg(" + socket + ")", -errno);
        }
        ended = count == 0;
        split(direct, count);
        if (message.getControlLen() > 0) {
            keepDescriptors(message.getControls()[0]);
        }
    }

    private void split(ByteBuffer bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte b = bytes.get(i);
            raw.write(b);
            if (b == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }

    private void keepDescriptors(CmsgHdr control) {
        ByteBuffer numbers = control.getData().order(ByteOrder.nativeOrder());
        while (numbers.remaining() >= 4) {
            descriptors.add(Fd.own(numbers.getInt()));
        }
    }

    private void poll(short events) throws PosixException {
        ByteBuffer pollfd = Native.allocate(8);
        pollfd.putInt(0, socket.number()).putShort(4, events);
        long ready = CLibrary.call("poll", pollfd, 1, LIMIT_MS);
        Libc.check("poll(" + socket + ")", (int) ready);
        if (ready == 0) {
            throw new AssertionError("nothing in " + LIMIT_MS + " ms");
        }
    }
}
