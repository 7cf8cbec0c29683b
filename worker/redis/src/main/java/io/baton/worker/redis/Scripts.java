package io.baton.worker.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * What no single command of Redis does, in Lua. A script goes whole with each call, some 300 bytes: its digest alone is refused by
 * a Redis that has forgotten it, and the call that is sent again then is behind those after it.
 */
final class Scripts {

    /** Sum, life in milliseconds of a key that this makes. The sum is read again: a number of Lua has 53 bits. */
    static final String INCREMENT =
            """
            local made = redis.call('EXISTS', KEYS[1]) == 0
            redis.call('INCRBY', KEYS[1], ARGV[1])
            if made then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            end
            return redis.call('GET', KEYS[1])
            """;

    /** Whether a value is expected, which; whether there is a new one, which; its life in milliseconds, nothing for no change. */
    static final String COMPARE_AND_SET =
            """
            local found = redis.call('GET', KEYS[1])
            if ARGV[1] == '0' then
              if found then return 0 end
            elseif found ~= ARGV[2] then
              return 0
            end
            if ARGV[3] == '0' then
              redis.call('DEL', KEYS[1])
            elseif ARGV[5] == '' then
              redis.call('SET', KEYS[1], ARGV[4], 'KEEPTTL')
            else
              redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
            end
            return 1
            """;

    private Scripts() {}

    /** A command that carries a script out, as one step. */
    static <T> Command<byte[], byte[], T> command(
            String script, CommandOutput<byte[], byte[], T> output, byte[] key, byte[]... values) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        arguments.add(script).add(1).addKey(key).addValues(values);
        return new Command<>(CommandType.EVAL, output, arguments);
    }
}
