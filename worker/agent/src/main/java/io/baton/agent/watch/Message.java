package io.baton.agent.watch;

/**
 * Finds where the HTTP/1.1 messages of one direction begin and end, in however many pieces they come. What it is not certain
 * of is strange, and it must not be asked again then. Allocates nothing.
 */
final class Message {

    /** What the last bytes brought. */
    enum Event {
        /** They are in the middle of a message. */
        NOTHING,
        /** The head of a message is complete. */
        HEAD,
        /** An interim answer, which another one follows, is complete. */
        INTERIM,
        /** A message is complete. */
        END,
        /** This is not HTTP/1.1, or not certainly. */
        STRANGE
    }

    private enum Part {
        START,
        LINE,
        FIELDS,
        BODY
    }

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final boolean request;
    private final StartLine line;
    private final HeadFields fields = new HeadFields();
    private final Body body = new Body();

    private Part part = Part.START;
    private Event event = Event.NOTHING;
    private boolean withoutBody;

    /**
     * Stands before the first message.
     *
     * @param request whether these are requests
     */
    Message(boolean request) {
        this.request = request;
        line = new StartLine(request);
    }

    /** The next message is an answer to HEAD, or not. */
    void answers(boolean head) {
        withoutBody = head;
    }

    /** Takes bytes up to the end of a head, or of a message. Returns the address behind the last byte taken. */
    long feed(long from, long end) {
        long at = from;
        event = Event.NOTHING;
        if (part == Part.START) {
            line.begin();
            fields.begin();
            part = Part.LINE;
        }
        if (part == Part.LINE) {
            at = line.feed(at, end);
            if (line.isDone()) {
                part = Part.FIELDS;
            }
        }
        if (part == Part.FIELDS) {
            at = fields.feed(at, end);
            if (fields.isDone()) {
                head();
            }
        } else if (part == Part.BODY) {
            at = body.feed(at, end);
            endIfDone();
        }
        if (line.isStrange() || fields.isStrange() || body.isStrange()) {
            event = Event.STRANGE;
        }
        return at;
    }

    private void head() {
        event = Event.HEAD;
        part = Part.BODY;
        boolean framed = request ? requestBody() : answerBody();
        if (!framed) {
            event = Event.STRANGE;
        }
    }

    private boolean requestBody() {
        if (fields.isEncoded()) {
            body.ofChunks();
            return fields.encodings().isChunked() && line.version() == StartLine.HTTP_1_1;
        }
        body.ofLength(Math.max(0, fields.length()));
        return true;
    }

    private boolean answerBody() {
        int status = line.status();
        if (status < OK) {
            event = Event.INTERIM;
            part = Part.START;
            return status != SWITCHING_PROTOCOLS;
        } else if (withoutBody || status == NO_CONTENT || status == NOT_MODIFIED) {
            body.ofLength(0);
        } else if (fields.isEncoded()) {
            if (fields.encodings().endsChunked()) {
                body.ofChunks();
            } else {
                body.endless();
            }
            return line.version() == StartLine.HTTP_1_1;
        } else if (fields.length() == HeadFields.NONE) {
            body.endless();
        } else {
            body.ofLength(fields.length());
        }
        return true;
    }

    /** Takes bytes of the body that nothing has seen. The event tells what they brought. */
    void skip(long count) {
        event = Event.STRANGE;
        if (part == Part.BODY && body.skip(count)) {
            event = Event.NOTHING;
            endIfDone();
        }
    }

    private void endIfDone() {
        if (body.isDone()) {
            part = Part.START;
            event = Event.END;
        }
    }

    /** What the last bytes brought. */
    Event event() {
        return event;
    }

    /** Whether it stands between two messages. */
    boolean isAtStart() {
        return part == Part.START;
    }

    /** Whether the head of a message is complete, and the message is not. */
    boolean isInBody() {
        return part == Part.BODY;
    }

    /** Whether it is in a body, and nothing says how much is left of that. */
    boolean isEndless() {
        return part == Part.BODY && body.isEndless();
    }

    /** Whether {@link #isEndless}, and no chunk has begun. */
    boolean isBetweenChunks() {
        return part == Part.BODY && body.isBetweenChunks();
    }

    /** Whether the message says that it is the last one of its connection. Its head must be complete. */
    boolean isLast() {
        return fields.options().hasClose()
                || (line.version() == StartLine.HTTP_1_0 && !fields.options().hasKeepAlive());
    }

    /** Whether the message is one of HTTP/1.1. Its head must be complete. */
    boolean isCurrent() {
        return line.version() == StartLine.HTTP_1_1;
    }

    /** The method of the request, as {@link StartLine} has it. */
    long method() {
        return line.method();
    }
}
