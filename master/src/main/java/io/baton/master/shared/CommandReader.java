package io.baton.master.shared;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringRedisContent;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.LastBulkStringRedisContent;
import io.netty.handler.codec.redis.RedisCodecException;
import io.netty.handler.codec.redis.RedisMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts commands together from what Netty's decoder reads. A word that is too long is not kept, however long it is: its command
 * is answered with an error, and the next one can be carried out. On the loop of the connection.
 */
final class CommandReader extends MessageToMessageDecoder<RedisMessage> {

    /** The longest word in bytes. */
    static final int MAX_WORD = 64 * 1024;

    private static final int MAX_WORDS = 8;

    private List<byte[]> words = new ArrayList<>();
    private long missing;
    private byte @Nullable [] word;
    private int length;
    private @Nullable String misfit;

    @Override
    protected void decode(ChannelHandlerContext context, RedisMessage message, List<Object> commands) {
        if (message instanceof ArrayHeaderRedisMessage array) {
            begin(array.length());
        } else if (missing == 0) {
            throw new RedisCodecException("no command (expected: an array of texts)");
        } else if (message instanceof BulkStringHeaderRedisMessage text) {
            beginWord(text.bulkStringLength());
        } else if (message instanceof FullBulkStringRedisMessage text) {
            // Netty's decoder has read it as a whole only if it is empty.
            if (text.isNull()) {
                misfit = "no text (expected: one, as an empty one)";
            }
            endWord(new byte[0], commands);
        } else if (message instanceof BulkStringRedisContent part) {
            addTo(part.content());
            if (part instanceof LastBulkStringRedisContent) {
                endWord(word, commands);
            }
        } else {
            throw new RedisCodecException(
                    "a command with a " + message.getClass().getSimpleName() + " (expected: an array of texts)");
        }
    }

    private void begin(long count) {
        if (missing != 0 || count < 1 || count > MAX_WORDS) {
            throw new RedisCodecException("a command of " + count + " words (expected: 1.." + MAX_WORDS + ")");
        }
        missing = count;
    }

    private void beginWord(int bytes) {
        length = 0;
        word = bytes <= MAX_WORD ? new byte[bytes] : null;
        if (word == null) {
            misfit = "a text of " + bytes + " bytes (expected: 0.." + MAX_WORD + ")";
        }
    }

    private void addTo(ByteBuf part) {
        if (word != null) {
            int bytes = part.readableBytes();
            part.getBytes(part.readerIndex(), word, length, bytes);
            length += bytes;
        }
    }

    private void endWord(byte @Nullable [] whole, List<Object> commands) {
        if (whole != null) {
            words.add(whole);
        }
        word = null;
        if (--missing == 0) {
            commands.add(new Command(words, misfit));
            words = new ArrayList<>();
            misfit = null;
        }
    }
}
