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
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one worker: carries its commands out, in their order. A worker that does not read its answers is not read
 * either, so it waits, and the others do not. On the loop of all connections.
 */
final class Session extends SimpleChannelInboundHandler<Command> implements Topics.Subscriber {

    /** A subscriber that has so much to read is closed: what is said cannot wait for it. */
    private static final long MOST_UNREAD = 1 << 20;

    private static final int MAX_KEY = 1024;
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUBSCRIBE = "subscribe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSUBSCRIBE = "unsubscribe".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final SharedApplication application;
    private final String worker;
    private final Set<String> heard = new HashSet<>();

    private @Nullable ByteBuf answers;
    private boolean ended;

    /** @param worker its name, for the log */
    Session(Channel channel, SharedApplication application, String worker) {
        this.channel = channel;
        this.application = application;
        this.worker = worker;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Command command) {
        if (ended) {
            return;
        }
        ByteBuf to = answers;
        if (to == null) {
            to = context.alloc().buffer();
            answers = to;
        }
        application.counts();
        int begin = to.writerIndex();
        try {
            if (command.misfit() != null) {
                throw new IllegalArgumentException(command.name() + ": " + command.misfit());
            }
            carryOut(command, to);
        } catch (IllegalArgumentException | ArithmeticException e) {
            to.writerIndex(begin);
            Resp.error(to, "ERR " + e.getMessage());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        send();
        readIfItReads();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        readIfItReads();
    }

    private void readIfItReads() {
        channel.config().setAutoRead(!ended && channel.isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        heard.forEach(topic -> application.topics().remove(topic, this));
        ByteBuf unsent = answers;
        if (unsent != null) {
            answers = null;
            unsent.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
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
        if (channel.unsafe().outboundBuffer().totalPendingWriteBytes() > MOST_UNREAD) {
            application.tell(worker + " does not read what is said to it, and was disconnected");
            ChannelFuture unused = channel.close();
            return;
        }
        ByteBuf to = channel.alloc().buffer(topic.length + message.length + 64);
        Resp.array(to, 3);
        Resp.bulk(to, MESSAGE);
        Resp.bulk(to, topic);
        Resp.bulk(to, message);
        send();
        ChannelFuture unused = channel.writeAndFlush(to);
    }

    /** Says a last line behind all answers. What comes from now on is not carried out. */
    ChannelFuture sayLast(String line) {
        ended = true;
        channel.config().setAutoRead(false);
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
                require(command, 1, 1);
                text(to, store.get(key(command)));
            }
            case "SET" -> {
                require(command, 2, 4);
                store.put(key(command), command.word(2), life(command, 3, Store.FOR_GOOD));
                Resp.simple(to, "OK");
            }
            case "DEL" -> {
                require(command, 1, 1);
                Resp.integer(to, store.remove(key(command)) ? 1 : 0);
            }
            case "INCRBY" -> {
                require(command, 2, 4);
                long by = command.number(2);
                Resp.integer(to, store.increment(key(command), by, life(command, 3, Store.FOR_GOOD)));
            }
            case "PEXPIRE" -> {
                require(command, 2, 2);
                Resp.integer(to, store.expire(key(command), milliseconds(command, 2)) ? 1 : 0);
            }
            case "CAS" -> {
                require(command, 3, 7);
                Resp.integer(to, compareAndSet(command) ? 1 : 0);
            }
            case "PUBLISH" -> {
                require(command, 2, 2);
                byte[] topic = key(command);
                Resp.integer(to, application.topics().publish(command.text(1), topic, command.word(2)));
            }
            case "SUBSCRIBE" -> {
                require(command, 1, 1);
                byte[] topic = key(command);
                heard.add(command.text(1));
                application.topics().add(command.text(1), this);
                heardNow(to, SUBSCRIBE, topic);
            }
            case "UNSUBSCRIBE" -> {
                require(command, 1, 1);
                byte[] topic = key(command);
                heard.remove(command.text(1));
                application.topics().remove(command.text(1), this);
                heardNow(to, UNSUBSCRIBE, topic);
            }
            case "PING" -> Resp.simple(to, "PONG");
            default ->
                throw new IllegalArgumentException("command: " + oneLine(command)
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
        return application.store().compareAndSet(key(command), expected, value, life(command, next, Store.AS_BEFORE));
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

    private static byte[] key(Command command) {
        byte[] key = command.word(1);
        if (key.length < 1 || key.length > MAX_KEY) {
            throw new IllegalArgumentException(
                    command.name() + ": a key of " + key.length + " bytes (expected: 1.." + MAX_KEY + ")");
        }
        return key;
    }

    private static long life(Command command, int index, long otherwise) {
        if (command.arguments() < index) {
            return otherwise;
        }
        if (command.arguments() != index + 1 || !command.text(index).equals("PX")) {
            throw new IllegalArgumentException(
                    command.name() + ": words behind its arguments (expected: PX MILLISECONDS)");
        }
        return milliseconds(command, index + 1);
    }

    private static long milliseconds(Command command, int index) {
        long ms = command.number(index);
        if (ms < 1) {
            throw new IllegalArgumentException(command.name() + ": a life of " + ms + " ms (expected: at least 1)");
        }
        return ms;
    }

    private static void require(Command command, int fewest, int most) {
        if (command.arguments() < fewest || command.arguments() > most) {
            throw new IllegalArgumentException(command.name() + ": " + command.arguments() + " arguments (expected: "
                    + (fewest == most ? "" : fewest + "..") + most + ")");
        }
    }

    private static String oneLine(Command command) {
        String name = command.name().replaceAll("\\p{Cntrl}", "?");
        return name.length() > 32 ? name.substring(0, 32) + "..." : name;
    }
}
