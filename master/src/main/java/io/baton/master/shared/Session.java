package io.baton.master.shared;

import io.baton.protocol.shared.Resp;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one worker: carries its commands out, in their order. A worker that does not read its answers is not read
 * either, and what was read of it already waits, so that the others do not. On the loop of all connections.
 */
final class Session extends SimpleChannelInboundHandler<Command> implements Topics.Subscriber {

    /** So many bytes of answers are written together; as many may be unread before the next command is carried out. */
    private static final int ANSWERS = 64 * 1024;

    /** After so many bytes of answers other workers have their turn. */
    private static final int TURN = 256 * 1024;

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUBSCRIBE = "subscribe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSUBSCRIBE = "unsubscribe".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final SharedApplication application;
    private final String worker;
    private final Heard heard;

    /** At the most what one turn of reading brought. */
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();

    private @Nullable ByteBuf answers;
    private boolean working;
    private boolean ended;

    /** @param worker its name, for the log */
    Session(Channel channel, SharedApplication application, String worker) {
        this.channel = channel;
        this.application = application;
        this.worker = worker;
        this.heard = new Heard(application.topics(), this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Command command) {
        if (!ended) {
            waiting.add(command);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        work();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        work();
    }

    /** Carries out what was read, as long as the worker reads the answers. */
    private void work() {
        if (working) {
            return; // a write in here has changed the writability
        }
        working = true;
        try {
            int answered = 0;
            while (!ended && !waiting.isEmpty() && channel.isWritable() && answered < TURN) {
                answered += answer(waiting.remove());
            }
            if (answered >= TURN) {
                channel.eventLoop().execute(this::work);
            }
            send();
        } finally {
            working = false;
        }
        channel.config().setAutoRead(ended || (waiting.isEmpty() && channel.isWritable()));
    }

    /** Returns how many bytes the answer has. */
    private int answer(Command command) {
        ByteBuf to = answers;
        if (to == null) {
            to = channel.alloc().buffer();
            answers = to;
        }
        application.counts();
        int begin = to.writerIndex();
        try {
            if (command.misfit() != null) {
                throw new IllegalArgumentException(command.shortName() + ": " + command.misfit());
            }
            carryOut(command, to);
        } catch (IllegalArgumentException | ArithmeticException e) {
            to.writerIndex(begin);
            Resp.error(to, "ERR " + e.getMessage());
        }
        int bytes = to.writerIndex() - begin;
        if (to.readableBytes() >= ANSWERS) {
            send();
        }
        return bytes;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        heard.end();
        waiting.clear();
        ByteBuf unsent = answers;
        if (unsent != null) {
            answers = null;
            unsent.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            if (ended) {
                return;
            }
            work();
            String reason = String.valueOf(
                    cause.getCause() == null
                            ? cause.getMessage()
                            : cause.getCause().getMessage());
            application.tell(worker + " is not understood: " + reason);
            ChannelFuture unused =
                    sayLast("ERR " + reason.lines().findFirst().orElse("")).addListener(ChannelFutureListener.CLOSE);
        } else {
            ChannelFuture unused = context.close();
        }
    }

    @Override
    public void hears(byte[] topic, byte[] message) {
        if (channel.unsafe().outboundBuffer() == null) {
            return;
        }
        if (channel.unsafe().outboundBuffer().totalPendingWriteBytes()
                > application.topics().mostUnread()) {
            // What is said cannot wait for it.
            application.tell(worker + " does not read what is said to it, and was disconnected");
            ChannelFuture unused = channel.close();
            return;
        }
        ByteBuf to = channel.alloc().buffer(topic.length + message.length + 64);
        Resp.array(to, 3);
        Resp.bulk(to, MESSAGE);
        Resp.bulk(to, topic);
        Resp.bulk(to, message);
        ChannelFuture unused = channel.writeAndFlush(to);
    }

    /** Says a last line behind all answers. What comes from now on is not carried out. */
    ChannelFuture sayLast(String line) {
        ended = true;
        Discarding.begin(channel);
        send();
        ByteBuf to = channel.alloc().buffer();
        Resp.error(to, line);
        return channel.writeAndFlush(to);
    }

    private void send() {
        ByteBuf to = answers;
        if (to != null) {
            answers = null;
            ChannelFuture unused = channel.writeAndFlush(to, channel.voidPromise());
        }
    }

    private void carryOut(Command command, ByteBuf to) {
        Store store = application.store();
        switch (command.name()) {
            case "GET" -> {
                command.require(1, 1);
                text(to, store.get(command.key()));
            }
            case "SET" -> {
                command.require(2, 4);
                store.put(command.key(), command.word(2), command.life(3, Store.FOR_GOOD));
                Resp.simple(to, "OK");
            }
            case "DEL" -> {
                command.require(1, 1);
                Resp.integer(to, store.remove(command.key()) ? 1 : 0);
            }
            case "INCRBY" -> {
                command.require(2, 4);
                long by = command.number(2);
                Resp.integer(to, store.increment(command.key(), by, command.life(3, Store.FOR_GOOD)));
            }
            case "PEXPIRE" -> {
                command.require(2, 2);
                Resp.integer(to, store.expire(command.key(), command.milliseconds(2)) ? 1 : 0);
            }
            case "CAS" -> {
                command.require(2, 7);
                Resp.integer(to, compareAndSet(command) ? 1 : 0);
            }
            case "PUBLISH" -> {
                command.require(2, 2);
                byte[] topic = command.key();
                if (heard.size() > 0) {
                    // As with Redis. What it hears would be written amid its answers.
                    throw new IllegalArgumentException(
                            "PUBLISH: this connection hears topics (expected: another connection)");
                }
                Resp.integer(to, application.topics().publish(command.text(1), topic, command.word(2)));
            }
            case "SUBSCRIBE" -> {
                command.require(1, 1);
                byte[] topic = command.key();
                heard.add(command.text(1));
                heardNow(to, SUBSCRIBE, topic);
            }
            case "UNSUBSCRIBE" -> {
                command.require(1, 1);
                byte[] topic = command.key();
                heard.remove(command.text(1));
                heardNow(to, UNSUBSCRIBE, topic);
            }
            case "PING" -> Resp.simple(to, "PONG");
            default ->
                throw new IllegalArgumentException("command: " + command.shortName()
                        + " (expected: GET, SET, DEL, INCRBY, PEXPIRE, CAS, PUBLISH, SUBSCRIBE, UNSUBSCRIBE or PING)");
        }
    }

    /** {@code CAS KEY IF EXPECTED|NONE [THEN VALUE] [PX MS]}; without a value the key is removed. */
    private boolean compareAndSet(Command command) {
        byte[] expected =
                switch (command.text(2)) {
                    case "IF" -> command.word(3);
                    case "NONE" -> null;
                    default -> throw new IllegalArgumentException("CAS: no IF or NONE");
                };
        int next = expected == null ? 3 : 4;
        byte[] value = null;
        if (command.arguments() > next && command.text(next).equals("THEN")) {
            value = command.word(next + 1);
            next += 2;
        }
        return application.store().compareAndSet(command.key(), expected, value, command.life(next, Store.AS_BEFORE));
    }

    private void heardNow(ByteBuf to, byte[] what, byte[] topic) {
        Resp.array(to, 3);
        Resp.bulk(to, what);
        Resp.bulk(to, topic);
        Resp.integer(to, heard.size());
    }

    private static void text(ByteBuf to, byte @Nullable [] value) {
        if (value == null) {
            Resp.none(to);
        } else {
            Resp.bulk(to, value);
        }
    }
}
