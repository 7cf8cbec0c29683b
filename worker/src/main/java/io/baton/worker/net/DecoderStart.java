package io.baton.worker.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import java.lang.reflect.Field;
import java.util.Set;

/**
 * Tells whether Netty's request decoder stands at the beginning of a request. It decodes a head line by line, and bytes
 * of decoded lines cannot be had back. Which line it expects is known to its private state only. A copy of the bytes
 * would also tell, but it would cost every request something, and this costs only those that wait for a move.
 */
final class DecoderStart {

    /** States in which it has used no byte of a request, except empty lines before it. */
    private static final Set<String> AT_START = Set.of("SKIP_INITIAL_LINE_CHARS", "SKIP_CONTROL_CHARS", "READ_INITIAL");

    private static final Field STATE = field(HttpObjectDecoder.class, "currentState");
    private static final Field INBOUND = field(CombinedChannelDuplexHandler.class, "inboundHandler");

    private DecoderStart() {}

    /** Whether the codec or decoder stands at the beginning of a request. */
    static boolean isAtStart(ChannelHandler codec) {
        try {
            Object decoder = codec instanceof HttpServerCodec ? INBOUND.get(codec) : codec;
            return AT_START.contains(String.valueOf(STATE.get(decoder)));
        } catch (IllegalAccessException e) {
            throw new LinkageError("the state of Netty's decoder", e);
        }
    }

    private static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new LinkageError("not the Netty that this worker was built with", e);
        }
    }
}
