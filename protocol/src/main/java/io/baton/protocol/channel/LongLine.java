package io.baton.protocol.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Judges a line that is longer than this end reads by its beginning. */
final class LongLine {

    /** Node's own messages begin with their command. */
    private static final byte[] INTERNAL = "{\"cmd\":\"NODE_".getBytes(StandardCharsets.US_ASCII);

    private static final String BEGINS_VALUE = "{[\"-0123456789tfn";

    private LongLine() {}

    /** Whether the line can be a message of the application, which the channel itself does not use. */
    static boolean isApplications(ByteBuffer buffer, int start, int end) {
        int at = nextNonBlank(buffer, start, end);
        if (at == end || BEGINS_VALUE.indexOf(buffer.get(at)) < 0) {
            return false;
        }
        for (byte expected : INTERNAL) {
            at = nextNonBlank(buffer, at, end);
            if (at == end || buffer.get(at) != expected) {
                return true;
            }
            at++;
        }
        return false;
    }

    private static int nextNonBlank(ByteBuffer buffer, int from, int end) {
        int at = from;
        while (at < end && (buffer.get(at) == ' ' || buffer.get(at) == '\t' || buffer.get(at) == '\r')) {
            at++;
        }
        return at;
    }
}
