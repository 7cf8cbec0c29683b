package io.baton.protocol.shared;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Writes values in the form of Redis's protocol, version 2 (RESP), in which workers ask the master for the state that they share.
 * Each method appends to a buffer that stays the caller's.
 */
public final class Resp {

    /** A master that replaces itself says this, behind the answers to all that it has read; what it has not read it has not done. */
    public static final String BYE = "BYE the master replaces itself";

    /** The variable that tells a worker where its shared state is kept: {@code @NAME} of a socket, or a URL. */
    public static final String VARIABLE = "BATON_SHARED_AT";

    /** The variable that tells a Node program of the module with which it asks there. */
    public static final String MODULE = "BATON_SHARED_MODULE";

    private static final byte[] END = {'\r', '\n'};
    private static final byte[] NONE = "$-1\r\n".getBytes(StandardCharsets.US_ASCII);

    private Resp() {}

    /** The beginning of an array; so many values follow. */
    public static void array(ByteBuf to, int length) {
        number(to, '*', length);
    }

    /** A text of any bytes. */
    public static void bulk(ByteBuf to, byte[] bytes) {
        number(to, '$', bytes.length);
        to.writeBytes(bytes).writeBytes(END);
    }

    /** The absence of a text. */
    public static void none(ByteBuf to) {
        to.writeBytes(NONE);
    }

    public static void integer(ByteBuf to, long value) {
        number(to, ':', value);
    }

    /** A short text without line ends. */
    public static void simple(ByteBuf to, String text) {
        line(to, '+', text);
    }

    /** An error. The text has no line ends, and its first word is the kind of the error, as {@code ERR}. */
    public static void error(ByteBuf to, String text) {
        line(to, '-', text);
    }

    private static void line(ByteBuf to, char type, String text) {
        to.writeByte(type);
        ByteBufUtil.writeUtf8(to, text);
        to.writeBytes(END);
    }

    private static void number(ByteBuf to, char type, long value) {
        to.writeByte(type);
        ByteBufUtil.writeAscii(to, Long.toString(value));
        to.writeBytes(END);
    }
}
