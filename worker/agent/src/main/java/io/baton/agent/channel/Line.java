package io.baton.agent.channel;

/**
 * Reads the fields of one line of the master's that matter here, in any order and with any white space. It goes into the
 * objects {@code msg}, {@code baton} and {@code sockname}, and over all other values. One object reads line after line; a
 * line about a new connection allocates nothing but its key, and that only if it is another one than the last time.
 */
final class Line {

    private static final int DEEPEST = 1000;

    private final Text text = new Text();

    private boolean handle;
    private boolean socket;
    private boolean acknowledges;
    private boolean rejects;
    private boolean internal;
    private boolean bringsInternal;
    private boolean hasKey;
    private String act = "";
    private String key = "";
    private boolean move;
    private boolean begins;
    private long seq;
    private long ack;
    private long errno;
    private long requests;
    private long age;
    private long count;
    private long id;
    private long after;
    private long port;

    /** Reads the line. Returns whether it is one JSON document. */
    boolean read(byte[] bytes, int from, int to) {
        handle = false;
        socket = false;
        acknowledges = false;
        rejects = false;
        internal = false;
        bringsInternal = false;
        hasKey = false;
        act = "";
        move = false;
        begins = false;
        seq = -1;
        ack = -1;
        errno = 0;
        requests = 0;
        age = 0;
        count = 0;
        id = 0;
        after = 0;
        port = 0;
        text.begin(bytes, from, to);
        if (text.peek() == '{') {
            object(0, true);
        } else {
            value(0, false);
        }
        return text.peek() == 0 && text.position() == to && text.isWellFormed();
    }

    private void object(int depth, boolean matters) {
        text.require('{');
        if (text.take('}')) {
            return;
        }
        do {
            field(depth, matters);
        } while (text.isWellFormed() && text.take(','));
        text.require('}');
    }

    private void field(int depth, boolean matters) {
        int unused = text.peek();
        int from = text.position() + 1;
        boolean escapes = text.string();
        int to = text.position() - 1;
        text.require(':');
        int first = text.peek();
        if (!text.isWellFormed()) {
            return;
        }
        // Nobody writes one of these names with escapes.
        boolean known = matters && !escapes;
        int value = text.position();
        if (first == '{') {
            deeper(depth, known && isPart(from, to));
        } else if (first == '"') {
            boolean escapedText = text.string();
            if (known && text.isWellFormed()) {
                textField(depth == 0, from, to, value + 1, text.position() - 1, escapedText);
            }
        } else {
            value(depth + 1, false);
            if (known && first != '[' && text.isWellFormed()) {
                plainField(from, to, value, text.position());
            }
        }
    }

    private boolean isPart(int from, int to) {
        return text.is(from, to, "msg") || text.is(from, to, "baton") || text.is(from, to, "sockname");
    }

    private void deeper(int depth, boolean matters) {
        if (depth + 1 >= DEEPEST) {
            text.fail();
        } else {
            object(depth + 1, matters);
        }
    }

    private void value(int depth, boolean matters) {
        int first = text.peek();
        if (first == '{') {
            deeper(depth, matters);
        } else if (first == '[') {
            array(depth);
        } else if (first == '"') {
            boolean unused = text.string();
        } else {
            text.literal();
        }
    }

    private void array(int depth) {
        text.require('[');
        if (depth + 1 >= DEEPEST) {
            text.fail();
        } else if (text.take(']')) {
            return;
        }
        while (text.isWellFormed()) {
            value(depth + 1, false);
            if (!text.take(',')) {
                break;
            }
        }
        text.require(']');
    }

    private void textField(boolean top, int nameFrom, int nameTo, int from, int to, boolean escapes) {
        if (text.is(nameFrom, nameTo, "cmd")) {
            command(top, from, to);
        } else if (text.is(nameFrom, nameTo, "type")) {
            socket |= text.is(from, to, "net.Socket") || text.is(from, to, "net.BoundSocket");
        } else if (text.is(nameFrom, nameTo, "act")) {
            act = text.is(from, to, "newconn") ? "newconn" : text.content(from, to, escapes);
        } else if (text.is(nameFrom, nameTo, "key")) {
            hasKey = true;
            if (escapes || !text.is(from, to, key)) {
                key = text.content(from, to, escapes);
            }
        }
    }

    private void command(boolean top, int from, int to) {
        boolean known = text.is(from, to, "NODE_CLUSTER") || text.is(from, to, "NODE_BATON");
        if (top) {
            internal = known;
            handle = text.is(from, to, "NODE_HANDLE");
            acknowledges = text.is(from, to, "NODE_HANDLE_ACK");
            rejects = text.is(from, to, "NODE_HANDLE_NACK");
        } else {
            bringsInternal |= known;
        }
    }

    private void plainField(int nameFrom, int nameTo, int from, int to) {
        if (text.is(nameFrom, nameTo, "seq")) {
            seq = text.number(from, to, seq);
        } else if (text.is(nameFrom, nameTo, "ack")) {
            ack = text.number(from, to, ack);
        } else if (text.is(nameFrom, nameTo, "errno")) {
            errno = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "requests")) {
            requests = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "age")) {
            age = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "count")) {
            count = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "id")) {
            id = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "after")) {
            after = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "port")) {
            port = text.number(from, to, 0);
        } else if (text.is(nameFrom, nameTo, "move")) {
            move = text.is(from, to, "true");
        } else if (text.is(nameFrom, nameTo, "begins")) {
            begins = text.is(from, to, "true");
        }
    }

    /** Whether a descriptor belongs to the line. */
    boolean isHandle() {
        return handle;
    }

    /** Whether the descriptor is one that its sender sends again if it is told that it did not arrive. */
    boolean isSocket() {
        return socket;
    }

    /** Whether the line says that a descriptor arrived. */
    boolean acknowledges() {
        return acknowledges;
    }

    /** Whether the line says that a descriptor did not arrive. */
    boolean rejects() {
        return rejects;
    }

    /** Whether the message is one between a master and its workers; all others are an application's. */
    boolean isInternal() {
        return internal || (handle && bringsInternal);
    }

    String act() {
        return act;
    }

    /** The key; empty if the line has none. */
    String key() {
        return hasKey ? key : "";
    }

    boolean move() {
        return move;
    }

    boolean begins() {
        return begins;
    }

    /** The number of the message; -1 if it has none. */
    long seq() {
        return seq;
    }

    /** The number of the message that is answered; -1 if none is. */
    long ack() {
        return ack;
    }

    int errno() {
        return (int) errno;
    }

    long requests() {
        return requests;
    }

    long age() {
        return age;
    }

    int count() {
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    long id() {
        return id;
    }

    long after() {
        return after;
    }

    int port() {
        return (int) port;
    }
}
