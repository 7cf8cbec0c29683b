package io.baton.worker.net;

import io.baton.protocol.Moved;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a connection from one channel to the next, in this worker or in another.
 *
 * @param leftover the bytes that were read and not used. Must not be changed
 * @param requests how many of its requests were answered
 * @param ageMs how long ago it was accepted
 */
@SuppressWarnings("ArrayRecordComponent") // two pasts are never compared
public record Past(byte[] leftover, long requests, long ageMs) {

    /** The past of a connection that was accepted just now. */
    public static final Past NONE = new Past(new byte[0], 0, 0);

    /**
     * The past that another worker told.
     *
     * @throws IllegalArgumentException if the leftover is no Base64
     */
    public static Past of(Moved moved) {
        String leftover = moved.leftover();
        return new Past(
                leftover == null ? NONE.leftover : Base64.getDecoder().decode(leftover),
                moved.requests(),
                moved.ageMs());
    }

    /** The words for another worker; null if the leftover is too long for them. */
    @Nullable
    Moved moved() {
        if (leftover.length > Moved.MAX_LEFTOVER) {
            return null;
        }
        return new Moved(leftover.length == 0 ? null : Base64.getEncoder().encodeToString(leftover), requests, ageMs);
    }
}
