package io.baton.master.fetch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the head of a reply says of its body (RFC 9112, section 6). Not thread-safe. */
final class ReplyHead {

    /** The head names no length. */
    static final long NO_LENGTH = -1;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[0-9] ([1-9][0-9]{2})( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("0*([0-9a-fA-F]{1,8})[ \t]*(;.*)?");

    private int status;
    private String contentType = "";
    private long length = NO_LENGTH;
    private boolean chunked;

    /** Takes the status line. Returns false if it is none. */
    boolean status(String line) {
        Matcher matcher = STATUS.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        status = Integer.parseInt(matcher.group(1));
        return true;
    }

    /** Takes a field line. Returns what is wrong with it, in words that follow the worker's name; null if nothing is. */
    @Nullable
    String field(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            return "answered with a field that has no name";
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-type" -> contentType = value;
            case "content-length" -> {
                return takeLength(value);
            }
            case "transfer-encoding" -> {
                chunked = value.equalsIgnoreCase("chunked");
                return chunked ? null : "answered with an encoding that was not asked for";
            }
            default -> {}
        }
        return null;
    }

    private @Nullable String takeLength(String value) {
        long said = LENGTH.matcher(value).matches() ? Long.parseLong(value) : NO_LENGTH;
        if (said == NO_LENGTH || (length != NO_LENGTH && length != said)) {
            return "answered with a length that is none";
        }
        length = said;
        return null;
    }

    /** The size of a chunk by its first line; -1 if that names none. */
    static long chunkSize(String line) {
        Matcher matcher = CHUNK_SIZE.matcher(line);
        return matcher.matches() ? Long.parseLong(matcher.group(1), 16) : -1;
    }

    int status() {
        return status;
    }

    /** Empty if the reply names none. */
    String contentType() {
        return contentType;
    }

    /** The length of the body; {@link #NO_LENGTH} if the head names none. Chunks count more. */
    long length() {
        return length;
    }

    boolean isChunked() {
        return chunked;
    }

    /** Whether the reply itself follows. */
    boolean isInformational() {
        return status < 200 && status != SWITCHING_PROTOCOLS;
    }

    boolean hasNoBody() {
        return status == NO_CONTENT || status == NOT_MODIFIED;
    }
}
