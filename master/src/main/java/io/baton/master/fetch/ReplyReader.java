package io.baton.master.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 reply from the bytes of a connection, as RFC 9112 frames it: with a length, in chunks, or to the end of the
 * connection. The worker may send anything: what is kept is limited, and what is not a reply is told in words. Pure: no socket,
 * no clock. Not thread-safe.
 */
final class ReplyReader {

    /** Of the status line, the fields and the trailers, with those of informational replies. */
    private static final int MOST_HEAD_BYTES = 64 * 1024;

    /** Of the lines between chunks. A sane server sends a chunk of some thousand bytes behind each. */
    private static final int MOST_CHUNK_LINE_BYTES = 1 << 20;

    private enum Part {
        STATUS,
        FIELDS,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        TO_END
    }

    private final int most;
    private final boolean headOnly;
    private final ReplyLine line = new ReplyLine();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private ReplyHead head = new ReplyHead();
    private Part part = Part.STATUS;
    private int headBytes;
    private int chunkLineBytes;

    /** Of the part of the body that is being read. */
    private long left;

    private @Nullable Fetched outcome;

    /**
     * Of a reply that has not begun.
     *
     * @param most bytes of the body
     * @param headOnly whether HEAD was asked, so that no body follows, whatever the head says
     */
    ReplyReader(int most, boolean headOnly) {
        this.most = most;
        this.headOnly = headOnly;
    }

    /** Whether anything has come. */
    boolean hasBegun() {
        return headBytes > 0;
    }

    /**
     * Takes bytes of the connection.
     *
     * @return the reply if it is whole, or what is wrong with it; null as long as more must come
     */
    @Nullable
    Fetched read(ByteBuffer bytes) {
        while (bytes.hasRemaining() && outcome == null) {
            switch (part) {
                case STATUS, FIELDS, TRAILERS, CHUNK_SIZE, CHUNK_END -> readLine(bytes.get());
                case LENGTH, CHUNK, TO_END -> readBody(bytes);
            }
        }
        return outcome;
    }

    /** The connection has ended. Returns the reply, or what is wrong with it. */
    Fetched end() {
        if (outcome == null) {
            if (part == Part.TO_END) {
                complete();
            } else {
                fail(
                        hasBegun()
                                ? "closed the connection in the middle of its answer"
                                : "closed the connection without an answer");
            }
        }
        return Objects.requireNonNull(outcome);
    }

    private void readLine(byte next) {
        if (part == Part.CHUNK_SIZE || part == Part.CHUNK_END) {
            chunkLineBytes++;
        } else {
            headBytes++;
        }
        if (headBytes > MOST_HEAD_BYTES) {
            fail("answered with a head of more than " + MOST_HEAD_BYTES + " bytes");
        } else if (chunkLineBytes > MOST_CHUNK_LINE_BYTES) {
            fail("answered with more than " + MOST_CHUNK_LINE_BYTES + " bytes between its chunks");
        } else if (line.add(next)) {
            take(line.take());
        } else if (part == Part.STATUS && !line.mayBeStatus()) {
            fail("did not answer in HTTP/1.1");
        }
    }

    private void take(String text) {
        switch (part) {
            case STATUS -> takeStatus(text);
            case FIELDS -> takeField(text);
            case CHUNK_SIZE -> takeChunkSize(text);
            case CHUNK_END -> {
                part = Part.CHUNK_SIZE;
                if (!text.isEmpty()) {
                    fail("answered with a chunk that is longer than it says");
                }
            }
            case TRAILERS -> {
                if (text.isEmpty()) {
                    complete();
                }
            }
            case LENGTH, CHUNK, TO_END -> throw new IllegalStateException("no line: " + part);
        }
    }

    private void takeStatus(String text) {
        if (!head.status(text)) {
            fail("did not answer in HTTP/1.1");
        }
        part = Part.FIELDS;
    }

    private void takeField(String text) {
        if (!text.isEmpty()) {
            String fault = head.field(text);
            if (fault != null) {
                fail(fault);
            }
        } else if (head.isInformational()) {
            head = new ReplyHead();
            part = Part.STATUS;
        } else {
            beginBody();
        }
    }

    private void beginBody() {
        if (head.status() < 200) {
            fail("answered with status " + head.status());
        } else if (headOnly || head.hasNoBody()) {
            complete();
        } else if (head.isChunked()) {
            part = Part.CHUNK_SIZE;
        } else if (head.length() == ReplyHead.NO_LENGTH) {
            part = Part.TO_END;
        } else {
            part = Part.LENGTH;
            expect(head.length());
            completeIfNothingIsLeft();
        }
    }

    private void takeChunkSize(String text) {
        long size = ReplyHead.chunkSize(text);
        if (size < 0) {
            fail("answered with a chunk of no size");
        } else {
            part = size == 0 ? Part.TRAILERS : Part.CHUNK;
            expect(size);
        }
    }

    private void expect(long bytes) {
        left = bytes;
        if (bytes > most - body.size()) {
            failWithLongBody();
        }
    }

    private void readBody(ByteBuffer bytes) {
        int count = part == Part.TO_END ? bytes.remaining() : (int) Math.min(left, bytes.remaining());
        if (count > most - body.size()) {
            failWithLongBody();
            return;
        }
        byte[] some = new byte[count];
        bytes.get(some);
        body.writeBytes(some);
        left -= count;
        if (part == Part.CHUNK && left == 0) {
            part = Part.CHUNK_END;
        } else if (part == Part.LENGTH) {
            completeIfNothingIsLeft();
        }
    }

    private void completeIfNothingIsLeft() {
        if (left == 0 && outcome == null) {
            complete();
        }
    }

    private void complete() {
        outcome = new Fetched.Reply(
                head.status(),
                head.contentType(),
                ByteBuffer.wrap(body.toByteArray()).asReadOnlyBuffer());
    }

    private void failWithLongBody() {
        fail("answered with a body of more than " + most + " bytes");
    }

    private void fail(String reason) {
        if (outcome == null) {
            outcome = new Fetched.NoReply(reason);
        }
    }
}
