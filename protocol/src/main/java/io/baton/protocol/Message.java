package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One message between a master and a worker, in either direction; one line of JSON on the wire. {@code seq} numbers the
 * sender's messages, {@code ack} is the {@code seq} of the request that is answered; both are {@code 0..2^53-1}.
 *
 * <p>The three of the hot path, {@link Ack}, {@link Accepted} and {@link NewConnection}, are usually recognised byte for
 * byte ({@link HotLine}) and never become objects.
 */
public sealed interface Message {

    /** Calls the handler's method for this message. */
    void deliverTo(MessageHandler handler);

    /** The receiver took the handle of a line. */
    record Ack() implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** The receiver found no handle with a line that should have one. */
    record Nack() implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** A worker runs. Without {@code baton} it is a plain Node process. */
    record Online(long seq, Capabilities capabilities) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.online(this);
        }
    }

    /** A worker wants to serve at an address. */
    record QueryServer(long seq, ListenRequest request) implements Message {

        /** Where. */
        public ListenAddress address() {
            return request.address();
        }

        /** Which of its listens there. */
        public int index() {
            return request.index();
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.queryServer(this);
        }
    }

    /**
     * The answer to {@link QueryServer}. Alone it means that the connections will be handed over; as the content of a line
     * with a handle it brings the socket itself, bound and not yet listening.
     *
     * @param errno 0, or a negative error number
     * @param bound the TCP address that the socket has, whose port is the one asked for unless that was 0; null if it is a
     *     path, or nothing was bound, or the socket comes along
     * @param data what the first worker to listen there said in {@link ListenRequest#data}
     */
    record QueryReply(long ack, long seq, int errno, String key, @Nullable ListenAddress bound, @Nullable String data)
            implements Message {

        /** An answer without data. */
        public QueryReply(long ack, long seq, int errno, String key, @Nullable ListenAddress bound) {
            this(ack, seq, errno, key, bound, null);
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.queryReply(this);
        }
    }

    /** A worker serves: connections may be sent to it. */
    record Listening(long seq, ListenRequest request) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.listening(this);
        }
    }

    /** A connection for the listener {@code key}; always the content of a line with a handle. */
    record NewConnection(long seq, String key) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** The worker owns the connection that came with {@code ack}, or would not take it. */
    record Accepted(long ack, long seq, boolean accepted) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** The worker serves {@code key} no longer. */
    record Close(long seq, String key) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.close(this);
        }
    }

    /** The worker is told to serve nothing new, to finish what it has and to leave. */
    record Disconnect(long seq) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.disconnect(this);
        }
    }

    /** The worker is about to leave of its own will and waits for a {@link Reply}. */
    record ExitedAfterDisconnect(long seq) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.exitedAfterDisconnect(this);
        }
    }

    /** A bare answer. */
    record Reply(long ack, long seq) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.reply(this);
        }
    }

    /**
     * How busy a worker is, and that its event loop turns: said on change, at most every 50 ms, and at least every second.
     *
     * @param open connections
     * @param computing long computations, running or waiting
     * @param threads that computations can run on, 0 if the application has none
     * @param requests answered since it serves, {@link #NOT_COUNTED} if the application does not count
     * @param progress how much of the running computations is done, in percent
     */
    record Stats(long seq, int open, int computing, int threads, long requests, int progress) implements Message {

        /** Nothing is said of requests. */
        public static final long NOT_COUNTED = -1;

        /** Whether one more computation would run at once. */
        public boolean hasFreeThread() {
            return computing < threads;
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.stats(this);
        }
    }

    /** A worker will take nothing new, finish what it has and leave, and should be replaced: what Node calls suicide. */
    record Retire(long seq, String reason) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.retire(this);
        }
    }

    /** A worker was asked by a person or a system to end: it serves until it is told to leave, which may be soon. */
    record Release(long seq, String reason) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.release(this);
        }
    }

    /**
     * A line that owns the next handle, and the message that came inside it.
     *
     * @param key of a {@code net.Socket}, the server that accepted it, if that server wants to know when it is closed
     * @param dgramType of a {@code dgram.Socket}: {@code udp4} or {@code udp6}
     */
    record WithHandle(HandleType type, Message content, @Nullable String key, @Nullable String dgramType)
            implements Message {

        /** A line that says no more of its handle. */
        public WithHandle(HandleType type, Message content) {
            this(type, content, null, null);
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /**
     * A question or an answer about the sockets that were sent with a {@link WithHandle#key}: how many of them the receiver
     * still has open, and when it has none.
     *
     * @param count how many, for {@link Verb#COUNT} only, else 0
     */
    record SocketTally(Verb verb, String key, int count) implements Message {

        /** What is said, named as on the wire behind {@code NODE_SOCKET_}. */
        public enum Verb {
            /** How many are open? */
            GET_COUNT,
            /** So many are open. */
            COUNT,
            /** Say when none is open. */
            NOTIFY_CLOSE,
            /** None is open. */
            ALL_CLOSED
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** Anything that is not internal ({@code NODE_...}): the application's, as JSON text. */
    record User(String json) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.user(this);
        }
    }

    /** Not a message of the wire's: in place of one of the application's, of so many bytes, that was too long to be read. */
    record Skipped(long bytes) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.skipped(this);
        }
    }

    /** An internal message of a kind that this side does not know; ignored, as Node does. */
    record Unknown(String command) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }
}
