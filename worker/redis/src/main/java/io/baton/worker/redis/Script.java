package io.baton.worker.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that Redis carries out as one step. It goes whole in the first call on a connection, later only its digest.
 * So no call has to wait for an answer before the next may be sent. Owned by the event loop.
 */
final class Script {

    private final String text;
    private final String digest;
    private boolean known;

    Script(String text) {
        this.text = text;
        this.digest = digest(text);
    }

    /** Redis may have lost it: there is another connection, or it says so. */
    void forget() {
        known = false;
    }

    /** A command that carries it out. */
    <T> Command<byte[], byte[], T> command(CommandOutput<byte[], byte[], T> output, byte[] key, byte[]... values) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        arguments.add(known ? digest : text).add(1).addKey(key).addValues(values);
        CommandType type = known ? CommandType.EVALSHA : CommandType.EVAL;
        known = true;
        return new Command<>(type, output, arguments);
    }

    private static String digest(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
