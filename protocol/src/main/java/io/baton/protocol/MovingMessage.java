package io.baton.protocol;

import java.util.List;

/**
 * A message about connections that go from one worker to another, or about a master that replaces its program. Node
 * does not know them, and a process is sent them only if its capabilities say that it does
 * ({@link Capabilities#movesConnections}).
 */
public sealed interface MovingMessage extends Message {

    /**
     * A worker gives a connection of the listener {@code key} back, to be served by another worker; always the content
     * of a line with a handle. The worker reads it no more.
     */
    record Returned(long seq, String key, Moved moved) implements MovingMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.unexpected(this);
        }
    }

    /**
     * The worker is to give connections back, and serves on. It answers with {@link GaveBack}.
     *
     * @param count how many at most, the one that is idle for longest first
     * @param id the number of the only connection that is meant; 0 for any
     */
    record GiveBack(long seq, int count, long id) implements MovingMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.giveBack(this);
        }
    }

    /**
     * The worker has given back what it could of a {@link GiveBack}.
     *
     * @param count how many connections are on their way
     * @param why there is none; empty if there are some
     */
    record GaveBack(long ack, long seq, int count, String why) implements MovingMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.gaveBack(this);
        }
    }

    /**
     * The worker is to tell of its connections. It answers with {@link Connections}.
     *
     * @param after only those whose numbers are above this
     */
    record AskConnections(long seq, long after) implements MovingMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.askConnections(this);
        }
    }

    /**
     * Connections of a worker, the lowest number first.
     *
     * @param more whether the worker has further ones with higher numbers
     */
    record Connections(long ack, long seq, boolean more, List<OpenConnection> list) implements MovingMessage {

        /** The most connections that one message tells of. */
        public static final int MOST = 200;

        public Connections {
            list = List.copyOf(list);
        }

        @Override
        public void deliverTo(MessageHandler handler) {
            handler.connections(this);
        }
    }

    /**
     * The master replaces its program, and the thread ends that the kernel takes for the worker's parent. The worker
     * takes back that it is to be killed then, or asks for it again, and answers with a {@link Reply}.
     *
     * @param begins whether the master is about to do so; false once it has
     */
    record Upgrade(long seq, boolean begins) implements MovingMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.upgrade(this);
        }
    }
}
