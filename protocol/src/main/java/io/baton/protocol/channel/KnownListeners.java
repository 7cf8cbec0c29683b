package io.baton.protocol.channel;

import io.baton.protocol.HotLine;
import java.nio.ByteBuffer;

/**
 * Recognises the {@code newconn} lines of listeners that have sent one on this channel before, byte for byte and
 * without an object. The listener used last is tried first. Owned by the channel's event loop.
 */
final class KnownListeners {

    /**
     * How many listeners are known at most. Beyond that, the one unused for longest is forgotten, and its next line
     * goes through the codec.
     */
    static final int MOST = 16;

    private final String[] keys = new String[MOST];
    private final byte[][] prefixes = new byte[MOST][];

    private int count;

    /**
     * The number of a {@code newconn} line of a known listener, which {@link #last} names then; -1 for any other line.
     */
    long newConnection(ByteBuffer buffer, int start, int end) {
        for (int i = 0; i < count; i++) {
            long seq = HotLine.newConnection(buffer, start, end, prefixes[i]);
            if (seq >= 0) {
                moveToFront(i);
                return seq;
            }
        }
        return -1;
    }

    /** Remembers the listener of a line that the codec has read. {@link #last} names it then. */
    void add(String key) {
        for (int i = 0; i < count; i++) {
            if (keys[i].equals(key)) {
                moveToFront(i);
                return;
            }
        }
        count = Math.min(count + 1, MOST);
        keys[count - 1] = key;
        prefixes[count - 1] = HotLine.newConnectionPrefix(key);
        moveToFront(count - 1);
    }

    /** The key of the listener used last. It is the same object for each listener, as long as the listener is known. */
    String last() {
        return keys[0];
    }

    private void moveToFront(int index) {
        if (index == 0) {
            return;
        }
        String key = keys[index];
        byte[] prefix = prefixes[index];
        System.arraycopy(keys, 0, keys, 1, index);
        System.arraycopy(prefixes, 0, prefixes, 1, index);
        keys[0] = key;
        prefixes[0] = prefix;
    }
}
