package io.baton.worker.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The parts of commands, and what their answers say. */
final class Commands {

    private Commands() {}

    static <T> Command<byte[], byte[], T> command(
            CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        return new Command<>(type, output, arguments);
    }

    static CommandArgs<byte[], byte[]> arguments(byte[] name) {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(name);
    }

    static ValueOutput<byte[], byte[]> value() {
        return new ValueOutput<>(ByteArrayCodec.INSTANCE);
    }

    static StatusOutput<byte[], byte[]> status() {
        return new StatusOutput<>(ByteArrayCodec.INSTANCE);
    }

    static IntegerOutput<byte[], byte[]> number() {
        return new IntegerOutput<>(ByteArrayCodec.INSTANCE);
    }

    static byte[] digits(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isOne(@Nullable Long number) {
        return present(number) == 1;
    }

    static @Nullable Void done(@Nullable String status) {
        present(status);
        return null;
    }

    /** Redis has an answer to each of these commands. */
    static <T> T present(@Nullable T answer) {
        if (answer == null) {
            throw new IllegalArgumentException();
        }
        return answer;
    }
}
