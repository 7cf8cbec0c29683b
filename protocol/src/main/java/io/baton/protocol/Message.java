package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One message between a master and a worker, in either direction. It is one line of JSON on the wire. {@code seq}
 * numbers the sender's messages, {@code ack} is the {@code seq} of the answered request; both are {@code 0..2^53-1}.
 *
 * <p>The three messages of the hot path, {@link Ack}, {@link Accepted} and {@link NewConnection}, are usually
 * recognised byte for byte ({@link HotLine}) and never become objects.
 */
public sealed interface Message
        permits Message.Ack,
                Message.Nack,
                Message.Online,
                Message.QueryServer,
                Message.QueryReply,
                Message.Listening,
                Message.NewConnection,
                Message.Accepted,
                Message.Close,
                Message.Disconnect,
                Message.ExitedAfterDisconnect,
                Message.Reply,
                Message.Stats,
                Message.Retire,
                Message.Release,
                Message.WithHandle,
                Message.SocketTally,
                Message.User,
                Message.Skipped,
                Message.Unknown,
                MovingMessage,
                MetricsMessage {

    /** Calls the handler's method for this message. */
    void deliverTo(MessageHandler handler);

    /** The receiver has the handle of a line. */
    record Ack() implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** A line that should bring a handle came to the receiver without one. */
    record Nack() implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** A worker is running. Without {@code baton} it is a plain Node process. */
    record Online(long seq, Capabilities capabilities) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.online(this);
        }
    }

    /** A worker wants to listen at an address. */
    record QueryServer(long seq, ListenRequest request) implements Message {

        /** Where the worker wants to listen. */
        public ListenAddress address() {
            return request.address();
        }

        /** How many times the worker has asked for this address before. */
        public int index() {
            return request.index();
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.queryServer(this);
        }
    }

    /**
     * The answer to {@link QueryServer}. Alone it says that connections will be handed over. As the content of a line
     * with a handle it brings the socket itself, bound and not yet listening.
     *
     * @param errno 0, or a negative error number
     * @param bound the TCP address of the socket, with the port that was asked for unless that was 0; null for a path,
     *     if nothing was bound, or if the socket comes with the answer
     * @param data the {@link ListenRequest#data} of the first worker that listens there
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

    /** A worker listens. Connections may be sent to it. */
    record Listening(long seq, ListenRequest request) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.listening(this);
        }
    }

    /**
     * A connection of the listener {@code key}; always the content of a line with a handle.
     *
     * @param moved what is known of a connection that another worker has served; null for a new one
     */
    record NewConnection(long seq, String key, @Nullable Moved moved) implements Message {

        /** A connection that no worker has served. */
        public NewConnection(long seq, String key) {
            this(seq, key, null);
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** The worker owns the connection of the {@code newconn} {@code ack}, or refuses it. */
    record Accepted(long ack, long seq, boolean accepted) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /** The worker no longer listens at {@code key}. */
    record Close(long seq, String key) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.close(this);
        }
    }

    /**
     * The worker is to take nothing new, finish what it has, and leave.
     *
     * @param move whether other workers serve, so that the worker may give connections back with {@link Returned}
     */
    record Disconnect(long seq, boolean move) implements Message {

        /** Connections cannot be given back. */
        public Disconnect(long seq) {
            this(seq, false);
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.disconnect(this);
        }
    }

    /** The worker is about to leave on its own and waits for a {@link Reply}. */
    record ExitedAfterDisconnect(long seq) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.exitedAfterDisconnect(this);
        }
    }

    /** An answer that says no more than that the request was received. */
    record Reply(long ack, long seq) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.reply(this);
        }
    }

    /**
     * How busy a worker is. It also shows that the worker's event loop is alive: sent when the load has changed, at
     * most every 50 ms, and at least every second.
     *
     * @param open how many connections are open
     * @param computing how many long computations run or wait
     * @param threads how many threads there are for computations, 0 if the application has none
     * @param requests how many requests were answered since the worker serves; {@link #NOT_COUNTED} if the application
     *     does not count
     * @param progress how much of the running computations is done, in percent
     */
    record Stats(long seq, int open, int computing, int threads, long requests, int progress) implements Message {

        /** The value of an application that does not count its requests. */
        public static final long NOT_COUNTED = -1;

        /** Whether one more computation would have a thread at once. */
        public boolean hasFreeThread() {
            return computing < threads;
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.stats(this);
        }
    }

    /**
     * A worker will take nothing new, finish what it has, and leave. It should be replaced. Node calls this suicide.
     */
    record Retire(long seq, String reason) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.retire(this);
        }
    }

    /** A signal asked a worker to end. It serves until it is told to leave, which may be soon. */
    record Release(long seq, String reason) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.release(this);
        }
    }

    /**
     * A line that owns the next handle, with the message inside it.
     *
     * @param key for a {@code net.Socket}: its server, if that wants to know when the socket is closed
     * @param dgramType for a {@code dgram.Socket}: {@code udp4} or {@code udp6}
     */
    record WithHandle(HandleType type, Message content, @Nullable String key, @Nullable String dgramType)
            implements Message {

        /** A line without a key or a type of datagrams. */
        public WithHandle(HandleType type, Message content) {
            this(type, content, null, null);
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /**
     * A question or an answer about sockets that were sent with a {@link WithHandle#key}: how many of them the receiver
     * has open, or when it has none.
     *
     * @param count how many are open; 0 unless this is a {@link Verb#COUNT}
     */
    record SocketTally(Verb verb, String key, int count) implements Message {

        /** The question or answer, named as on the wire behind {@code NODE_SOCKET_}. */
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

    /** A message that is not internal ({@code NODE_...}): the application's, as JSON text. */
    record User(String json) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.user(this);
        }
    }

    /**
     * Stands for a message of the application that was too long and was skipped after so many bytes. Not on the wire.
     */
    record Skipped(long bytes) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.skipped(this);
        }
    }

    /** An internal message of a kind that this side does not know. It is ignored, as Node ignores it. */
    record Unknown(String command) implements Message {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }
}
