package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The socket on which a service manager hears its services (sd_notify(3)): a datagram socket in the file system, or with a name
 * that begins with {@code @} in the abstract namespace (unix(7)). Never waits.
 */
public final class NotifySocket {

    /** The variable that names the socket. */
    public static final String VARIABLE = "NOTIFY_SOCKET";

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int PATH_OFFSET = 2;
    private static final int MOST_BYTES = 107;

    private final byte[] name;

    private NotifySocket(byte[] name) {
        this.name = name;
    }

    /**
     * The socket of this name; null if it can be none.
     *
     * @param name a path or {@code @name}; null for no socket
     */
    public static @Nullable NotifySocket of(@Nullable String name) {
        if (name == null || name.length() < 2 || (name.charAt(0) != '/' && name.charAt(0) != '@')) {
            return null;
        }
        byte[] bytes = SystemText.encode(name);
        if (bytes.length > MOST_BYTES) {
            return null;
        }
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        return new NotifySocket(bytes);
    }

    /**
     * Sends lines as {@code READY=1}. Returns the number of bytes, or a negative error number: a manager that does not read is
     * not waited for.
     */
    public int send(String lines) {
        int number = (int) CLibrary.call("socket", AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (number < 0) {
            return number;
        }
        try (Fd socket = Fd.own(number)) {
            byte[] text = lines.getBytes(StandardCharsets.UTF_8);
            ByteBuffer message = Native.allocate(text.length).put(0, text);
            ByteBuffer address = Native.allocate(PATH_OFFSET + name.length);
            address.putShort(0, (short) AF_UNIX).put(PATH_OFFSET, name);
            return (int) CLibrary.call(
                    "sendto",
                    socket.number(),
                    message,
                    text.length,
                    MSG_DONTWAIT | Msghdr.MSG_NOSIGNAL,
                    address,
                    PATH_OFFSET + name.length);
        }
    }
}
