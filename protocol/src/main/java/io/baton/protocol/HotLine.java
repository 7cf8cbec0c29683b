package io.baton.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes and recognises the three lines of a handoff byte for byte, without an object: {@code newconn} from the master,
 * {@code NODE_HANDLE_ACK} and {@code accepted} from the worker, with their keys in Node's order. A line with other
 * spacing or another key order goes through {@link MessageCodec} and means the same.
 */
public final class HotLine {

    private static final byte[] ACK = bytes("{\"cmd\":\"NODE_HANDLE_ACK\"}");
    private static final byte[] ACK_LINE = bytes("{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
    private static final byte[] REPLY = bytes("{\"cmd\":\"NODE_CLUSTER\",\"ack\":");
    private static final byte[] ACCEPTED = bytes(",\"accepted\":true,\"seq\":");
    private static final byte[] REFUSED = bytes(",\"accepted\":false,\"seq\":");
    private static final byte[] NEW_CONNECTION = bytes("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\","
            + "\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\",\"key\":\"");
    private static final byte[] STICKY_CONNECTION = bytes("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\","
            + "\"msg\":{\"type\":\"sticky:connection\",\"data\":\"\",\"seq\":");
    private static final byte[] KEY_END = bytes("\",\"seq\":");

    /** The most bytes that an answer to a {@code newconn} has. */
    public static final int MAX_ANSWER = 128;

    /** The largest integer that Node represents exactly. */
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private static final int MAX_DIGITS = 16;

    private HotLine() {}

    /** The longest line that this class writes for a key of so many bytes. */
    public static int maxLength(int keyBytes) {
        return NEW_CONNECTION.length + keyBytes + KEY_END.length + MAX_DIGITS + 3;
    }

    /** The part of a {@code newconn} line that is the same for every connection of a listener. */
    public static byte[] newConnectionPrefix(String key) {
        return concat(NEW_CONNECTION, MessageCodec.bytes(MessageCodec.quoteContent(key)), KEY_END);
    }

    /**
     * The same part of a line that brings a connection as a message to the program itself, as {@code @socket.io/sticky}
     * expects it of a primary. {@code data} is empty, because no byte of the client was read.
     */
    public static byte[] stickyConnectionPrefix() {
        return STICKY_CONNECTION.clone();
    }

    /** Puts a {@code newconn} line at the buffer's position. */
    public static void putNewConnection(ByteBuffer buffer, byte[] prefix, long seq) {
        buffer.put(prefix);
        putDecimal(buffer, seq);
        buffer.put((byte) '}').put((byte) '}').put((byte) '\n');
    }

    /**
     * Puts the two lines that answer a {@code newconn}: that the handle arrived, and whether the worker keeps the
     * connection.
     */
    public static void putAckAndAccepted(ByteBuffer buffer, long ack, boolean accepted, long seq) {
        buffer.put(ACK_LINE).put(REPLY);
        putDecimal(buffer, ack);
        buffer.put(accepted ? ACCEPTED : REFUSED);
        putDecimal(buffer, seq);
        buffer.put((byte) '}').put((byte) '\n');
    }

    /** Whether the line is {@code NODE_HANDLE_ACK}. */
    public static boolean isAck(ByteBuffer buffer, int start, int end) {
        return end - start == ACK.length && matches(buffer, start, end, ACK);
    }

    /**
     * Reads an {@code accepted} line.
     *
     * @return the number of the answered request if the connection was accepted, {@code -2 - number} if it was refused;
     *     -1 if this is no such line
     */
    public static long accepted(ByteBuffer buffer, int start, int end) {
        if (!matches(buffer, start, end, REPLY)) {
            return -1;
        }
        int ackStart = start + REPLY.length;
        int ackEnd = digitsEnd(buffer, ackStart, end);
        boolean yes = matches(buffer, ackEnd, end, ACCEPTED);
        if (ackEnd == ackStart || (!yes && !matches(buffer, ackEnd, end, REFUSED))) {
            return -1;
        }
        int seqStart = ackEnd + (yes ? ACCEPTED.length : REFUSED.length);
        int seqEnd = digitsEnd(buffer, seqStart, end);
        if (seqEnd == seqStart || seqEnd + 1 != end || buffer.get(seqEnd) != '}') {
            return -1;
        }
        long ack = decimal(buffer, ackStart, ackEnd);
        if (ack > MAX_NUMBER || decimal(buffer, seqStart, seqEnd) > MAX_NUMBER) {
            return -1;
        }
        return yes ? ack : -2 - ack;
    }

    /**
     * Reads a {@code newconn} line of a known listener.
     *
     * @param prefix the listener's {@link #newConnectionPrefix}
     * @return the line's {@code seq}; -1 if this is no such line
     */
    public static long newConnection(ByteBuffer buffer, int start, int end, byte[] prefix) {
        if (!matches(buffer, start, end, prefix)) {
            return -1;
        }
        int seqStart = start + prefix.length;
        int seqEnd = digitsEnd(buffer, seqStart, end);
        if (seqEnd == seqStart || seqEnd + 2 != end || buffer.get(seqEnd) != '}' || buffer.get(seqEnd + 1) != '}') {
            return -1;
        }
        long seq = decimal(buffer, seqStart, seqEnd);
        return seq <= MAX_NUMBER ? seq : -1;
    }

    private static boolean matches(ByteBuffer buffer, int start, int end, byte[] expected) {
        if (end - start < expected.length) {
            return false;
        }
        // Compared from the end, because prefixes begin alike and differ at their end.
        for (int i = expected.length - 1; i >= 0; i--) {
            if (buffer.get(start + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int digitsEnd(ByteBuffer buffer, int start, int end) {
        int i = start;
        while (i < end && i - start < MAX_DIGITS && buffer.get(i) >= '0' && buffer.get(i) <= '9') {
            i++;
        }
        // JSON allows no leading zero. The codec reports it.
        return i - start > 1 && buffer.get(start) == '0' ? start : i;
    }

    private static long decimal(ByteBuffer buffer, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            value = 10 * value + (buffer.get(i) - '0');
        }
        return value;
    }

    private static void putDecimal(ByteBuffer buffer, long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int position = buffer.position();
        long rest = value;
        for (int i = position + digits - 1; i >= position; i--) {
            buffer.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        buffer.position(position + digits);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            whole.put(part);
        }
        return whole.array();
    }
}
